using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.TestKit.Tests;

/// <summary><c>txaio.testutil.replace_loop</c>, for a system in real time.</summary>
public sealed class ReplaceLoopTests() : TxaioTestKit(
    """
    akka.extensions = ["Txaio.Actors.TestKit.Tests.CountingExtensionProvider, Txaio.Actors.TestKit.Tests"]
    txaio.loops.io { dispatcher { type = PinnedDispatcher } }
    txaio.timers.keepalive { bucket = 5s }
    txaio.testkit.pending-at-end = off
    """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>txaio's test test_call_later_tx.</summary>
    [Fact]
    public void CallLater_runs_when_the_fake_loop_is_advanced()
    {
        var calls = new List<int>();
        using (var fakeLoop = Sys.ReplaceLoop())
        {
            Sys.Txaio().CallLater(Second, calls.Add, 5);
            Assert.Empty(calls);
            fakeLoop.Advance(Second * 2);

            Assert.Equal([5], calls);
        }
    }

    /// <summary>txaio's test test_batched_successful_call.</summary>
    [Fact]
    public void Batched_calls_happen_in_batches()
    {
        var calls = new List<string>();
        using var fakeLoop = Sys.ReplaceLoop();
        var batched = Sys.Txaio().MakeBatchedTimer(Second * 5);

        batched.CallLater(Second * 5.1, calls.Add, "first call");
        batched.CallLater(Second * 9.9, calls.Add, "second call");
        batched.CallLater(Second * 10.1, calls.Add, "third call");

        fakeLoop.Advance(Second * 4.9);
        Assert.Empty(calls);
        fakeLoop.Advance(Second * 0.2);
        Assert.Equal(["first call", "second call"], calls);
        fakeLoop.Advance(Second * 5);
        Assert.Equal(["first call", "second call", "third call"], calls);
    }

    [Fact]
    public void Loop_is_put_back_at_the_end_of_the_block()
    {
        var real = Sys.Txaio();
        VirtualTime first;
        using (first = Sys.ReplaceLoop())
        {
            Assert.Same(first.Txaio, Sys.Txaio());
            Assert.NotSame(real, Sys.Txaio());
            first.Advance(Second);
        }

        Assert.Same(real, Sys.Txaio());
        Assert.True(first.System.WhenTerminated.IsCompleted);
        using var second = Sys.ReplaceLoop();
        Assert.Equal(TimeSpan.Zero, second.Elapsed);
        Assert.Equal(0, second.PendingCalls);
    }

    [Fact]
    public void Loop_is_put_back_when_the_block_throws()
    {
        var real = Sys.Txaio();

        Assert.Throws<NotSupportedException>(Fail);

        Assert.Same(real, Sys.Txaio());

        void Fail()
        {
            using var fakeLoop = Sys.ReplaceLoop();
            throw new NotSupportedException();
        }
    }

    [Fact]
    public void Actors_of_the_system_use_the_fake_loop_and_get_its_replies()
    {
        using var fakeLoop = Sys.ReplaceLoop();
        Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));
        Assert.Equal("started", ExpectMsg<string>());

        Assert.Equal(1, fakeLoop.PendingCalls);
        fakeLoop.Advance(Second * 3600);

        Assert.Equal("an hour later", ExpectMsg<string>());
    }

    [Fact]
    public void Futures_and_asks_of_the_fake_loop_work_with_actors_of_the_system()
    {
        using var fakeLoop = Sys.ReplaceLoop();
        var txaio = Sys.Txaio();
        var echo = Sys.ActorOf(Props.Create<EchoActor>());

        Assert.Equal("hello", fakeLoop.WaitFor(txaio.Ask<string>(echo, "hello").AsTask()));

        var unanswered = txaio.Ask<string>(TestActor, "hello", Second * 3).AsTask();
        fakeLoop.Advance(Second * 4);
        Assert.IsType<AskTimeoutException>(unanswered.Exception?.InnerException);
    }

    [Fact]
    public void Other_loops_and_timers_of_the_fake_one_are_virtual_too()
    {
        var calls = new List<string>();
        using var fakeLoop = Sys.ReplaceLoop();

        Sys.Txaio().WithConfig("io").CallLater(Second, calls.Add, "io");
        Sys.Txaio().BatchedTimer("keepalive").CallLater(Second * 6, calls.Add, "keepalive");
        fakeLoop.Advance(Second * 10);

        Assert.Equal(["io", "keepalive"], calls);
    }

    [Fact]
    public void Log_events_failures_and_dead_letters_come_to_the_system()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledFailure));
        using var fakeLoop = Sys.ReplaceLoop();
        var log = Sys.Txaio().MakeLogger("replaced");
        Sys.Txaio().CallLater(Second, () => throw new NotSupportedException("on the fake loop"));

        EventFilter.Info("to the real system").ExpectOne(() => log.Info("to the real system"));
        EventFilter.Exception<NotSupportedException>().ExpectOne(() => fakeLoop.Advance(Second));
        Assert.IsType<NotSupportedException>(ExpectMsg<UnhandledFailure>().Cause);
        EventFilter.DeadLetter<string>().ExpectOne(() => fakeLoop.System.DeadLetters.Tell("nobody"));
    }

    [Fact]
    public void Dead_letters_of_the_end_do_not_come_to_the_system()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        using (var fakeLoop = Sys.ReplaceLoop())
        {
            var actor = fakeLoop.System.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualTime.DispatcherId));
            actor.Tell(PoisonPill.Instance);
            actor.Tell("left in the mailbox");
        }

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Log_level_is_that_of_the_system()
    {
        Sys.Txaio().SetGlobalLogLevel(TxaioLogLevel.Error);

        using var fakeLoop = Sys.ReplaceLoop();

        Assert.Equal(TxaioLogLevel.Error, Sys.Txaio().GetGlobalLogLevel());
    }

    [Fact]
    public void Extensions_of_the_system_are_not_started_twice()
    {
        var before = CountingExtensionProvider.Started;
        using var fakeLoop = Sys.ReplaceLoop();

        Assert.True(before > 0);
        Assert.Equal(before, CountingExtensionProvider.Started);
    }

    [Fact]
    public void Pending_calls_of_the_fake_loop_are_reported_at_the_end_of_the_block()
    {
        var told = new List<string>();
        using (var fakeLoop = Sys.ReplaceLoop())
        {
            fakeLoop.OnPendingAtEnd = told.Add;
            Sys.Txaio().CallLater(Second, () => { });
        }

        Assert.Contains("1 scheduled:\n  1s: ", Assert.Single(told));
    }

    /// <summary>txaio's tests of create_future contain "with replace_loop(alt_loop)".</summary>
    [Fact]
    public void ReplaceLoop_with_another_loop_lasts_until_the_end_of_the_block()
    {
        var real = Sys.Txaio();
        var io = Sys.Txaio("io");

        using (Sys.ReplaceLoop(io))
            Assert.Same(io, Sys.Txaio());

        Assert.Same(real, Sys.Txaio());
        Assert.Throws<ArgumentNullException>(() => Sys.ReplaceLoop(null!));
    }

    [Fact]
    public void Blocks_are_nested_and_end_from_the_inside_out()
    {
        var real = Sys.Txaio();
        var outer = Sys.ReplaceLoop();
        var inner = Sys.ReplaceLoop(Sys.Txaio("io"));

        Assert.Contains("inner ReplaceLoop first", Assert.Throws<InvalidOperationException>(outer.Dispose).Message);
        Assert.False(outer.System.WhenTerminated.IsCompleted);

        inner.Dispose();
        inner.Dispose();
        Assert.Same(outer.Txaio, Sys.Txaio());
        outer.Dispose();
        Assert.Same(real, Sys.Txaio());
    }

    [Fact]
    public void Loop_of_a_system_in_virtual_time_is_replaced_by_one_with_its_own_time()
    {
        using var time = VirtualTime.Create("akka.loglevel = OFF");
        time.Advance(Second * 60);

        using var fakeLoop = time.System.ReplaceLoop();
        fakeLoop.Advance(Second);

        Assert.Equal(Second, time.System.Txaio().Loop.Time);
        Assert.Equal(Second * 60, time.Elapsed);
    }

    private sealed class Waiting : UntypedActor
    {
        public Waiting(IActorRef probe)
        {
            Context.Txaio().CallLater(TimeSpan.FromHours(1), probe, "an hour later");
            probe.Tell("started");
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
