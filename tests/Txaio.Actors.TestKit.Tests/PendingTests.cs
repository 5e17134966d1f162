using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The list of pending calls.</summary>
public sealed class PendingTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ITxaio Tx => Time.Txaio;

    [Fact]
    public void Calls_of_loops_timers_and_the_scheduler_count_one_by_one()
    {
        var timer = Tx.MakeBatchedTimer(Second);
        Tx.CallLater(Second * 4, Nothing);
        Tx.CallLater(Second * 3, Nothing);
        timer.CallLater(Second * 60, Nothing);
        timer.CallLater(Second * 2, Nothing);
        Sys.Scheduler.ScheduleTellRepeatedly(Second, Second * 9, TestActor, "tick", ActorRefs.NoSender);

        Assert.Equal(5, Time.PendingCalls);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), Time.NextDue);
        Assert.Equal(
            [
                $"1s every 00:00:09: Tell {TestActor.Path} tick",
                $"2s: {typeof(PendingTests).FullName}.Nothing, batched timer 'batched.1'",
                $"3s: {typeof(PendingTests).FullName}.Nothing, loop 'default'",
                $"4s: {typeof(PendingTests).FullName}.Nothing, loop 'default'",
                $"60s: {typeof(PendingTests).FullName}.Nothing, batched timer 'batched.1'",
            ],
            Time.Pending().Select(call => call.ToString()));

        Time.Advance(Second * 2);
        Assert.Equal(4, Time.PendingCalls);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(3), Time.NextDue);
    }

    [Fact]
    public void Cancelled_calls_leave_nothing_pending()
    {
        Tx.CallLater(Second, Nothing).Cancel();
        Tx.MakeBatchedTimer(Second).CallLater(Second * 60, Nothing).Cancel();
        Sys.Scheduler.Advanced.ScheduleOnceCancelable(Second, Nothing).Cancel();

        Assert.Equal(0, Time.PendingCalls);
        Assert.Null(Time.NextDue);
        Assert.Empty(Time.Pending());
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Actors_own_timers_and_messages_of_the_library_that_a_user_schedules_are_pending()
    {
        var promise = Tx.CreateFuture<int>();
        Sys.Scheduler.ScheduleTellOnce(Second, promise.Ref, new Messages.Resolve(42), ActorRefs.NoSender);

        Assert.Contains(promise.Ref.Path.ToString(), Assert.Single(Time.Pending()).Description);
        Time.Advance(Second);
        Assert.Equal(42, Time.WaitFor(promise.AsTask()));
    }

    [Fact]
    public void ExpectNothingPending_lists_pending_calls()
    {
        for (var i = 1; i <= 22; i++)
            Tx.CallLater(Second * i, Nothing);

        var failure = Assert.Throws<PendingCallsException>(Time.ExpectNothingPending);

        Assert.StartsWith(
            "Nothing should be pending at 1970-01-01T00:00:00.0000000+00:00 of virtual time, but 22 scheduled:\n"
            + $"  1s: {typeof(PendingTests).FullName}.Nothing, loop 'default'\n  2s: ",
            failure.Message);
        Assert.EndsWith("\n  and 2 more", failure.Message);
        Assert.Equal(22, failure.Calls.Count);
    }

    [Fact]
    public void Call_beyond_the_calendar_is_pending_at_its_end()
    {
        Time.AdvanceTo(new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Tx.CallLater(TimeSpan.FromDays(36_500), Nothing);

        Assert.Equal(DateTimeOffset.MaxValue, Time.NextDue);
    }

    [Fact]
    public void Time_that_is_spent_makes_calls_late_and_runs_nothing_meanwhile()
    {
        var seen = new List<(string, double)>();
        Tx.CallLater(Second, () =>
        {
            seen.Add(("slow begins", Time.Elapsed.TotalSeconds));
            Time.Spend(Second * 5);
            seen.Add(("slow ends", Time.Elapsed.TotalSeconds));
        });
        Tx.CallLater(Second * 2, () => seen.Add(("late", Time.Elapsed.TotalSeconds)));

        Time.Advance(Second * 3);

        Assert.Equal([("slow begins", 1), ("slow ends", 6), ("late", 6)], seen);
        Assert.Equal(Second * 6, Time.Elapsed);
        Assert.Throws<ArgumentOutOfRangeException>(() => Time.Spend(TimeSpan.FromTicks(-1)));
    }

    private static void Nothing()
    {
    }
}
