using Akka.Actor;
using Akka.TestKit;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// Batched messages to targets. The test's thread is not an actor here, so its messages have no sender.
/// </summary>
public sealed class BatchedTimerMessageTests()
    : TimersTestBase("txaio.loops.real.dispatcher.type = PinnedDispatcher"), INoImplicitSender
{
    [Fact]
    public void Message_is_told_when_due_without_a_sender()
    {
        Api.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(1), TestActor, "message");
        Time.Advance(Seconds(0.999));
        ExpectNoMsg(TimeSpan.Zero);

        Time.Advance(Seconds(0.001));

        ExpectMsg("message");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void Message_that_an_actor_schedules_has_it_as_the_sender()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var actor = StartArming(timer);
        actor.Tell(new Arm(TestActor));

        Time.Advance(Seconds(1));

        ExpectMsg("message");
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void Message_that_an_actor_schedules_for_itself_has_it_as_the_sender()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var actor = StartArming(timer);
        actor.Tell(new Arm(actor));

        Time.Advance(Seconds(1));

        Assert.Equal(actor, ExpectMsg<Got>().From);
    }

    [Fact]
    public void Messages_are_told_in_chunks()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 2);
        foreach (var i in Enumerable.Range(1, 3))
            timer.CallLater(Seconds(1), TestActor, i);

        Time.Advance(Seconds(1.4));
        ExpectMsg(1);
        ExpectMsg(2);
        ExpectNoMsg(TimeSpan.Zero);

        Time.Advance(Seconds(0.1));
        ExpectMsg(3);
    }

    [Fact]
    public void Message_is_told_although_the_loop_is_blocked()
    {
        var real = Sys.Txaio("real");
        var timer = real.MakeBatchedTimer(Seconds(1));
        using var blocked = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        real.Loop.CallSoon(() =>
        {
            blocked.Set();
            release.Wait();
        });
        blocked.Wait();
        timer.CallLater(Seconds(1), TestActor, "message");
        timer.CallLater(Seconds(1), TestActor.Tell, (object)"callback");

        Time.Advance(Seconds(1));

        ExpectMsg("message");
        release.Set();
        ExpectMsg("callback");
    }

    [Fact]
    public void Message_that_has_become_stale_is_known_by_its_number()
    {
        // docs/timers.md has this pattern. The timeout is already in the mailbox when the pong cancels the call.
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var connection = Sys.ActorOf(
            Props.Create(() => new Connection(timer)).WithDispatcher(VirtualDispatcherId));
        Sys.EventStream.Subscribe(TestActor, typeof(string));
        Time.RunUntilIdle();

        Time.Advance(Seconds(10));
        connection.Tell(new Pong(1));
        connection.Tell(new Timeout(1));
        Time.Advance(Seconds(10));
        connection.Tell(new Timeout(1));
        Time.RunUntilIdle();
        ExpectMsg("ping 1");
        ExpectMsg("ping 2");
        ExpectNoMsg(TimeSpan.Zero);

        Time.Advance(Seconds(5));

        ExpectMsg("dropped");
    }

    private IActorRef StartArming(IBatchedTimer timer) => Sys.ActorOf(
        Props.Create(() => new ArmingActor(timer, TestActor)).WithDispatcher(VirtualDispatcherId));

    private sealed record Pong(int Number);

    private sealed record Timeout(int Number);

    private sealed record Arm(IActorRef Target);

    private sealed record Got(IActorRef From);

    private sealed class ArmingActor : ReceiveActor
    {
        public ArmingActor(IBatchedTimer timer, IActorRef test)
        {
            Receive<Arm>(arm => timer.CallLater(TimeSpan.FromSeconds(1), arm.Target, "message"));
            Receive<string>(_ => test.Tell(new Got(Sender)));
        }
    }

    private sealed class Connection : ReceiveActor
    {
        private readonly IBatchedTimer _timer;
        private DelayedCall _timeout;
        private int _sent;
        private int _awaited;

        public Connection(IBatchedTimer timer)
        {
            _timer = timer;
            Receive<string>(_ =>
            {
                _awaited = ++_sent;
                Context.System.EventStream.Publish($"ping {_awaited}");
                _timeout = _timer.CallLater(TimeSpan.FromSeconds(5), Self, new Timeout(_awaited));
            });
            Receive<Pong>(pong =>
            {
                if (pong.Number != _awaited)
                    return;
                _awaited = 0;
                _timeout.Cancel();
                Arm();
            });
            Receive<Timeout>(timeout =>
            {
                if (timeout.Number != _awaited)
                    return;
                Context.System.EventStream.Publish("dropped");
                Context.Stop(Self);
            });
            Arm();
        }

        private void Arm() => _timer.CallLater(TimeSpan.FromSeconds(10), Self, "ping");
    }
}
