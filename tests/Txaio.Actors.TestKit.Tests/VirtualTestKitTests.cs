using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>
/// Akka's test kit in virtual time. Probes, expectations and event filters of the kit wait in real time.
/// </summary>
public sealed class VirtualTestKitTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Probe_receives_while_the_time_is_driven()
    {
        var probe = CreateTestProbe();
        var echo = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));

        echo.Tell("hello", probe);
        probe.ExpectNoMsg(TimeSpan.Zero);
        Time.RunUntilIdle();

        probe.ExpectMsg("hello", TimeSpan.Zero);
    }

    [Fact]
    public void ExpectMsg_gives_up_in_real_time()
    {
        Assert.ThrowsAny<Exception>(() => ExpectMsg<string>(TimeSpan.FromMilliseconds(20)));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    [Fact]
    public void Within_bounds_real_time()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), TestActor, "late", ActorRefs.NoSender);

        Within(Second * 3, () =>
        {
            Time.Advance(TimeSpan.FromHours(1));
            ExpectMsg("late");
        });
    }

    [Fact]
    public void EventFilter_around_an_advance_sees_its_log_events()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => Sys.Log.Warning("from a call"));
        var logging = Sys.ActorOf(Props.Create<Logging>().WithDispatcher(VirtualDispatcherId));
        Sys.Scheduler.ScheduleTellOnce(Second * 2, logging, "from an actor", ActorRefs.NoSender);

        EventFilter.Warning("from a call").And.Error("from an actor").Expect(2, () => Time.Advance(Second * 2));
    }

    [Fact]
    public void EventFilter_counts_dead_letters()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, Sys.DeadLetters, "nobody", ActorRefs.NoSender);

        EventFilter.DeadLetter<string>().ExpectOne(() => Time.Advance(Second));
    }

    [Fact]
    public void TestActor_is_the_implicit_sender_after_an_advance_too()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => { });
        Time.Advance(Second);
        var echo = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));

        echo.Tell("hello");
        Time.RunUntilIdle();

        ExpectMsg("hello", TimeSpan.Zero);
    }

    [Fact]
    public async Task Advance_after_an_await_drives_from_another_thread()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "before", ActorRefs.NoSender);
        Time.Advance(Second);
        await Task.Run(() => Time.Advance(Second));
        await Task.Yield();
        Time.Advance(Second);

        await ExpectMsgAsync("before");
        Assert.Equal(Second * 3, Time.Elapsed);
    }

    [Fact]
    public void Messages_are_serialized_on_their_way_but_not_scheduled_ones()
    {
        var actor = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));
        var message = new Payload("text");

        actor.Tell(message);
        Time.RunUntilIdle();
        Assert.NotSame(message, ExpectMsg<Payload>(TimeSpan.Zero));

        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, message, ActorRefs.NoSender);
        Time.Advance(Second);
        Assert.Same(message, ExpectMsg<Payload>(TimeSpan.Zero));
    }

    [Fact]
    public void Loops_and_timers_are_configured_to_run_on_virtual_dispatchers()
    {
        var config = Sys.Settings.Config;

        Assert.Equal(VirtualDispatcherId, config.GetString("txaio.timer-dispatcher"));
        Assert.IsType<VirtualDispatcher>(Sys.Dispatchers.Lookup("txaio.loops.default.dispatcher"));
    }

    private sealed record Payload(string Text);

    private sealed class Logging : UntypedActor
    {
        protected override void OnReceive(object message) => Context.GetLogger().Error((string)message);
    }
}
