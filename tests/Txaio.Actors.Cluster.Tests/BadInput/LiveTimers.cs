using System.Text;
using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.TestKit;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.Cluster.Tests.BadInput;

/// <summary>Durable timers on one node in virtual time with stores in memory, working and ended.</summary>
internal sealed class LiveTimers : IDisposable
{
    private const string Settings =
        """
        akka {
          loglevel = WARNING, stdout-loglevel = OFF, loggers = [], log-dead-letters = off
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        }
        txaio.testkit { pending-at-end = off, start = "2026-01-01T00:00:00Z" }
        txaio.cluster.timers.name {
          journal = akka.persistence.journal.inmem, snapshot-store = akka.persistence.snapshot-store.inmem
        }
        """;

    private readonly VirtualTime _time = VirtualTime.Create(Settings, "live");
    private readonly VirtualTime _ended = VirtualTime.Create(Settings, "ended");
    private readonly ActorTarget _target;

    public LiveTimers()
    {
        var (live, ended) = (_time.System.TxaioCluster(), _ended.System.TxaioCluster());
        var (timer, endedTimer) = (live.DurableTimer("name"), ended.DurableTimer("name"));
        var endedBefore = VirtualTime.Create(Settings, "before");
        endedBefore.Dispose();
        _ended.Dispose();
        var system = (ExtendedActorSystem)_time.System;
        var actor = system.ActorOf(Props.Create(static () => new Receiver()), "target");
        _target = new ActorTarget(actor);
        Candidates.Add<IDurableTimer?>(timer, endedTimer, null);
        Candidates.Add<ITxaioCluster?>(live, ended, null);
        Candidates.Add<TxaioClusterExtension?>((TxaioClusterExtension)live, (TxaioClusterExtension)ended, null);
        Candidates.Add<ActorSystem?>(system, _ended.System, endedBefore.System, null);
        Candidates.Add<ExtendedActorSystem?>(
            system, (ExtendedActorSystem)_ended.System, (ExtendedActorSystem)endedBefore.System, null);
        Candidates.Add<IActorRef?>(actor, ActorRefs.Nobody, system.DeadLetters, null);
        Candidates.Add<CallTarget?>(_target, new ShardTarget("order", "1"), null);
        Candidates.AddMakers<ActorTarget>(
            static () => new ActorTarget("akka://app/user/orders"), () => new ActorTarget(actor), static () => null);
        Candidates.Add<GetPendingDurableCalls?>(GetPendingDurableCalls.Instance, null);
        Candidates.AddMakers<DurableTimerSerializer>(() => new DurableTimerSerializer(system), static () => null);
        Candidates.Add<byte[]?>([], [0], [255, 255, 255, 255], null);
        Candidates.AddMakers<StringBuilder>(static () => new StringBuilder(), static () => null);
    }

    public Candidates Candidates { get; } = new();

    /// <summary>Runs what a call has queued, and reports the failure of its future.</summary>
    public void After(object? result, Action<Exception?> report)
    {
        if (result is IFuture future)
            future.AddCallbacks(null, failure => report(failure.Value));
        _time.RunUntilIdle();
    }

    /// <summary>Checks that the timer still stores, finds and cancels calls.</summary>
    public void AssertWorks()
    {
        var timer = _time.System.TxaioCluster().DurableTimer("name");
        _time.WaitFor(timer.Schedule("works", TimeSpan.FromDays(1), _target, "message").AsTask());
        Assert.Equal("message", _time.WaitFor(timer.Find("works").AsTask()).Call?.Message);
        Assert.True(_time.WaitFor(timer.Cancel("works").AsTask()).Found);
    }

    /// <summary>Runs a call in a callback of the default loop.</summary>
    public void InCallback(Action call)
    {
        _time.System.Txaio().Loop.CallSoon(call);
        _time.RunUntilIdle();
    }

    public void Dispose() => _time.Dispose();

    private sealed class Receiver : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell((message as DurableCallDue)?.Done() ?? message);
    }
}
