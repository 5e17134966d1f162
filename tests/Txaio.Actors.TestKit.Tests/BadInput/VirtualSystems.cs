using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Tests;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.TestKit.Tests.BadInput;

/// <summary>Actor systems in virtual time in every state, and the parts of Akka that the package's members take.</summary>
internal sealed class VirtualSystems : IDisposable
{
    private const string Settings =
        """
        akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [], log-dead-letters = off }
        akka.coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        txaio.testkit { pending-at-end = off, start = "2026-01-01T00:00:00Z" }
        """;

    private readonly VirtualTime _ended = VirtualTime.Create(Settings, "ended");
    private readonly VirtualTime _atEnd = VirtualTime.Create(DateTimeOffset.MaxValue, Settings, "at-end");
    private readonly ActorSystem _real = ActorSystem.Create("real", Settings);
    private VirtualTime? _live;

    public VirtualSystems()
    {
        _ended.RunUntilIdle();
        _ended.Dispose();
        Candidates.AddMakers<VirtualTime>(Live, () => _ended, () => _atEnd, static () => null);
        Candidates.AddMakers<ActorSystem>(() => Live().System, () => _ended.System, () => _real, static () => null);
        Candidates.AddMakers<ITxaio>(() => Live().Txaio, static () => null);
        Candidates.Add<Config?>(
            ConfigurationFactory.ParseString(Settings + "\nid = some"), Config.Empty, new Config(),
            ConfigurationFactory.ParseString("txaio = ${?x}"), ConfigurationFactory.ParseString("txaio.testkit = 5"),
            ConfigurationFactory.ParseString("txaio.loops = [1]"), ConfigurationFactory.ParseString("akka = 5"), null);
        Candidates.AddMakers<Task>(
            static () => Task.CompletedTask, static () => Task.FromException(new HostileException()),
            static () => Task.FromCanceled(new CancellationToken(canceled: true)),
            static () => new TaskCompletionSource().Task, static () => null);
        AddPartsOfAkka();
    }

    public Candidates Candidates { get; } = new();

    /// <summary>Ends what a call has started.</summary>
    public void After(object? target, object? result)
    {
        if (result is IDisposable made && made != _live && made != _ended && made != _atEnd)
            made.Dispose();
        if (target is VirtualTime time)
            time.OnPendingAtEnd = null;
    }

    /// <summary>Checks that a system in virtual time still works.</summary>
    public void AssertWorks()
    {
        var live = Live();
        var ran = 0;
        live.Txaio.CallLater(TimeSpan.FromSeconds(1), () => ran++);
        live.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, ran);
    }

    /// <summary>Runs a call in a callback of a loop, which the time drives.</summary>
    public void InCallback(Action call)
    {
        var live = Live();
        live.Txaio.Loop.CallSoon(call);
        live.RunUntilIdle();
    }

    /// <summary>Runs a call on a thread that drives nothing.</summary>
    public static void OnOtherThread(Action call)
    {
        var thread = new Thread(() => call()) { IsBackground = true };
        thread.Start();
        thread.Join();
    }

    public void Dispose()
    {
        _live?.Dispose();
        _real.Terminate().Wait(TimeSpan.FromSeconds(60));
        _atEnd.Dispose();
    }

    private VirtualTime Live()
    {
        if (_live is { } live && live.Elapsed < TimeSpan.FromDays(1) && CoordinatedShutdown.Get(live.System).ShutdownReason is null)
            return live;
        _live?.Dispose();
        return _live = VirtualTime.Create(Settings, "live");
    }

    private void AddPartsOfAkka()
    {
        var system = (ExtendedActorSystem)Live().System;
        var actor = system.ActorOf(Props.Create(static () => new EchoActor()).WithDispatcher(VirtualTime.DispatcherId));
        Live().RunUntilIdle();
        var cell = (ActorCell)((ActorRefWithCell)actor).Underlying;
        var prerequisites = system.Dispatchers.Prerequisites;
        Candidates.Add<ActorCell?>(cell, null);
        Candidates.Add(new Envelope("message", actor), default);
        Candidates.AddMakers<SystemMessage>(static () => new Suspend(), static () => null);
        Candidates.AddMakers<VirtualDispatcher>(
            () => Live().System.Dispatchers.Lookup(VirtualTime.DispatcherId), static () => null);
        Candidates.AddMakers<AwaitedDispatcher>(
            () => Live().System.Dispatchers.Lookup("akka.actor.default-dispatcher"), static () => null);
        Candidates.AddMakers<DrivenDispatcher>(
            () => Live().System.Dispatchers.Lookup(VirtualTime.DispatcherId), static () => null);
        Candidates.Add<IDispatcherPrerequisites?>(prerequisites, _real.Dispatchers.Prerequisites, null);
        Candidates.Add<ILoggingAdapter?>(system.Log, NoLogger.Instance, null);
        Candidates.AddMakers<VirtualScheduler>(
            () => new VirtualScheduler(system.Settings.Config.GetConfig("akka.scheduler"), system.Log), DisposedScheduler,
            static () => null);

        VirtualScheduler DisposedScheduler()
        {
            var scheduler = new VirtualScheduler(system.Settings.Config.GetConfig("akka.scheduler"), system.Log);
            scheduler.Dispose();
            return scheduler;
        }
    }
}
