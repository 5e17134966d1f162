using Akka.Actor;
using Txaio.Actors.TestKit.Driving;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>Actors on an awaited dispatcher run on the thread pool, and drives wait for them.</summary>
public sealed class AwaitedDispatcherTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Actor_runs_on_the_pool_without_being_driven()
    {
        var actor = Sys.ActorOf(Props.Create<EchoActor>());

        actor.Tell("hello");

        ExpectMsg("hello");
    }

    [Fact]
    public void Advance_waits_for_actors_between_due_times()
    {
        var seen = new List<TimeSpan>();
        var actor = Sys.ActorOf(Props.Create(() => new Rescheduling(() => seen.Add(Time.Elapsed))));
        actor.Tell("go");

        Time.Advance(Second * 3.5);

        Assert.Equal([TimeSpan.Zero, Second, Second * 2, Second * 3], seen);
    }

    [Fact]
    public void Advance_waits_for_messages_between_virtual_and_awaited_actors()
    {
        var echo = Sys.ActorOf(Props.Create<EchoActor>());
        var relay = Sys.ActorOf(Props.Create(() => new Relay(echo)).WithDispatcher(VirtualDispatcherId));

        relay.Tell(100);
        Time.RunUntilIdle();

        ExpectMsg("done", TimeSpan.Zero);
    }

    [Fact]
    public void Advance_that_waits_too_long_names_the_busy_actor()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Blocking(entered, release)), "busy");
        actor.Tell("block");
        Assert.True(entered.Wait(Second * 30));

        var thrown = Record.Exception(() => new DrivenWork((VirtualScheduler)Sys.Scheduler, Second * 0.05).WorkOff());
        release.Set();

        Assert.Contains("akka://test/user/busy", Assert.IsType<TimeoutException>(thrown).Message);
    }

    /// <summary>A former fault: WaitFor and Terminate with a timeout of their own failed on a busy machine.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Timeout_of_a_wait_that_is_longer_than_the_setting_holds_for_busy_actors_too(bool terminate)
    {
        var time = VirtualTime.Create("akka.loglevel = OFF\ntxaio.testkit.timeout = 1ms");
        using var entered = new ManualResetEventSlim();
        var actor = time.System.ActorOf(Props.Create(() => new Busy(entered)));
        actor.Tell("work");
        Assert.True(entered.Wait(Second * 30));

        if (!terminate)
            time.WaitFor(actor.Ask<string>("still there?"), Second * 30);
        time.Terminate(Second * 30);

        Assert.True(time.System.WhenTerminated.IsCompleted);
    }

    private sealed class Rescheduling(Action seen) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            seen();
            Timers.StartSingleTimer("again", message, Second);
        }
    }

    private sealed class Relay(IActorRef echo) : UntypedActor
    {
        private IActorRef _asker = ActorRefs.Nobody;

        protected override void OnReceive(object message)
        {
            if (Sender.Path.Name.StartsWith("testActor", StringComparison.Ordinal))
                _asker = Sender;
            if (message is int left and > 0)
                echo.Tell(left - 1);
            else
                _asker.Tell("done");
        }
    }

    private sealed class Busy(ManualResetEventSlim entered) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (!entered.IsSet)
            {
                entered.Set();
                using var never = new ManualResetEventSlim();
                never.Wait(TimeSpan.FromMilliseconds(100));
            }
            else
            {
                Sender.Tell(message);
            }
        }
    }

    private sealed class Blocking(ManualResetEventSlim entered, ManualResetEventSlim release) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            entered.Set();
            release.Wait(Second * 30);
        }
    }
}
