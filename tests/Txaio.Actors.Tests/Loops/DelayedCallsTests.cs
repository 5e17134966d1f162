using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The loop keeps its calls in a heap, with one entry in Akka's scheduler for the next due time.</summary>
public sealed class DelayedCallsTests : LoopTestKit
{
    [Fact]
    public void Many_calls_take_one_entry_in_the_scheduler()
    {
        for (var i = 1; i <= 1000; i++)
            Api.CallLater(Second * i, () => { });

        Assert.Equal(1, SchedulerEntries);
        Assert.Equal(1000, Loop.GetStatistics().Scheduled);
        Time.Advance(Second * 500);
        Assert.Equal(1, SchedulerEntries);
        Assert.Equal(500, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Short_calls_beside_a_long_one_leave_no_entries_behind()
    {
        Api.CallLater(TimeSpan.FromHours(1), Note, "long");

        for (var i = 0; i < 1000; i++)
        {
            Api.CallLater(Millisecond, () => { });
            Time.Advance(Millisecond);
        }

        Assert.Equal(1, SchedulerEntries);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["long"], Notes);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Cancelled_calls_leave_no_entries_behind()
    {
        for (var i = 0; i < 1000; i++)
            Assert.True(Api.CallLater(Second * 30, () => { }).Cancel());

        Assert.Equal(1, SchedulerEntries);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
        Time.Advance(Second * 30);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Call_that_is_never_due_has_no_entry_in_the_scheduler()
    {
        var never = Api.CallLater(Timeout.InfiniteTimeSpan, Note, "never");
        Assert.Equal(0, SchedulerEntries);

        Api.CallLater(Second, Note, "due");
        Time.Advance(Second);

        Assert.Equal(["due"], Notes);
        Assert.True(never.IsActive);
        Assert.Equal(0, SchedulerEntries);
    }

    /// <summary>Actors under /system use a loop that has dropped the calls of the user's actors.</summary>
    [Fact]
    public void Calls_of_a_loop_that_takes_calls_again_run_whatever_it_has_dropped()
    {
        var dropped = Api.CallLater(Second, Note, "dropped");
        Loop.DelayedCalls.Close();
        Assert.False(dropped.IsActive);
        Assert.Equal(0, SchedulerEntries);

        Loop.DelayedCalls.Reopen();
        Api.CallLater(Second * 2, Note, "later");
        Time.Advance(Second * 2);

        Assert.Equal(["later"], Notes);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Call_after_the_earliest_was_cancelled_still_runs_in_time()
    {
        var first = Api.CallLater(Second, Note, "cancelled");
        Api.CallLater(Second * 2, Note, "2");
        first.Cancel();
        Api.CallLater(Second * 1.5, Note, "1.5");

        Time.Advance(Second * 1.5);
        Assert.Equal(["1.5"], Notes);
        Time.Advance(Second * 0.5);
        Assert.Equal(["1.5", "2"], Notes);
    }

    [Fact]
    public void Ever_earlier_calls_each_run_in_time()
    {
        var at = new List<double>();
        for (var i = 100; i > 0; i--)
            Api.CallLater(Second * i, () => at.Add(Loop.Time.TotalSeconds));

        Time.Advance(Second * 100);

        Assert.Equal(Enumerable.Range(1, 100).Select(second => (double)second), at);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Any_order_of_calls_and_cancels_runs_calls_in_due_order()
    {
        var random = new Random(42);
        var expected = new List<(TimeSpan Due, int Number)>();
        var ran = new List<(TimeSpan Due, int Number)>();
        var handles = new List<(DelayedCall Call, int Number)>();
        for (var i = 0; i < 3000; i++)
        {
            var number = i;
            var due = Loop.Time + (Millisecond * random.Next(0, 200));
            handles.Add((Api.CallLater(due - Loop.Time, () => ran.Add((Loop.Time, number))), number));
            expected.Add((due, number));
            if (random.Next(3) == 0)
            {
                var (call, cancelled) = handles[random.Next(handles.Count)];
                if (call.Cancel())
                    expected.RemoveAll(pair => pair.Number == cancelled);
            }

            if (random.Next(10) == 0)
                Time.Advance(Millisecond * random.Next(0, 40));
        }

        Time.Advance(Second);

        Assert.Equal(expected.OrderBy(pair => pair.Due).ThenBy(pair => pair.Number), ran);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Restart_of_the_loops_actor_keeps_queue_and_timers()
    {
        Api.CallLater(Second, Note, "delayed");
        Loop.CallSoon(Note, "queued");

        ((IInternalActorRef)Loop.Ref).Restart(new NotSupportedException("only a bug does this"));
        Time.RunUntilIdle();
        Assert.Equal(["queued"], Notes);
        Time.Advance(Second);
        Assert.Equal(["queued", "delayed"], Notes);

        Assert.True(Loop.IsOpen);
        OnLoop(() => Note("goes on"));
        Assert.Equal("goes on", Notes[^1]);
    }
}
