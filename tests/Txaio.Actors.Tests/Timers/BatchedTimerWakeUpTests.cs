using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Tests.Timers;

/// <summary>A batched timer's entries in Akka's scheduler, and buckets that share the actor of a tick.</summary>
public sealed class BatchedTimerWakeUpTests : TimersTestBase
{
    [Fact]
    public void Nearer_buckets_leave_no_wake_ups_behind()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(100));
        timer.CallLater(TimeSpan.FromHours(1), Note("far"));
        for (var i = 0; i < 100; i++)
        {
            timer.CallLater(Seconds(5), Note("near"));
            Time.Advance(Seconds(10));
        }

        Assert.Equal(100, Ran.Count);
        Assert.Equal(1, SchedulerEntries);
    }

    [Fact]
    public void Wake_up_replaced_by_a_nearer_one_still_comes()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(100));
        timer.CallLater(Seconds(30), Note("third"));
        timer.CallLater(Seconds(20), Note("second"));
        timer.CallLater(Seconds(10), Note("first"));
        timer.CallLater(Seconds(40), Note("fourth"));

        Time.Advance(Seconds(60));

        Assert.Equal([("first", 10), ("second", 20), ("third", 30), ("fourth", 40)], Ran);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Waiting_calls_run_after_many_other_buckets_were_emptied()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(100));
        timer.CallLater(Seconds(30), Note("first"));
        timer.CallLater(Seconds(50), Note("third"));
        for (var i = 0; i < 1000; i++)
            timer.CallLater(Seconds(60) + Milliseconds(100 * i), Note("never")).Cancel();
        timer.CallLater(Seconds(40), Note("second"));

        Time.Advance(Seconds(200));

        Assert.Equal([("first", 30), ("second", 40), ("third", 50)], Ran);
    }

    [Fact]
    public void Calls_for_now_into_buckets_shorter_than_a_tick_all_run()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(1));
        for (var i = 0; i < 200; i++)
        {
            Time.Advance(Milliseconds(0.3));
            timer.CallLater(TimeSpan.Zero, Note("now"));
        }

        Time.Advance(Seconds(1));

        Assert.Equal(200, Ran.Count);
        Assert.Equal(0, timer.PendingCalls);
        Assert.Empty(ChildrenOf(timer.Ref.Path.ToStringWithoutAddress()));
    }

    [Fact]
    public void Second_report_of_a_buckets_actor_stops_no_actor()
    {
        // The actor reports twice when a wake-up was under way while the last bucket of its tick fired.
        var timer = Api.MakeBatchedTimer(Milliseconds(1));
        timer.CallLater(Milliseconds(5), Note("call"));
        timer.Ref.Tell(OwnMessage.Sign(new BatchedTimerActor.AllFired(1)), TestActor);
        timer.Ref.Tell(OwnMessage.Sign(new BatchedTimerActor.AllFired(0)), TestActor);

        Time.Advance(Seconds(1));

        Assert.Equal([("call", 0.005)], Ran);
    }
}
