using System.Diagnostics;
using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The result of Cancel for batched calls. A cancelled call never runs.</summary>
public sealed class BatchedTimerCancelTests : TimersTestBase
{
    [Fact]
    public void Cancel_before_is_true_and_the_call_never_runs()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var call = timer.CallLater(Seconds(2), Note("cancelled"));
        timer.CallLater(Seconds(2), Note("other"));
        Assert.True(call.IsActive);

        Assert.True(call.Cancel());

        Assert.False(call.IsActive);
        Time.Advance(Seconds(10));
        Assert.Equal(["other"], RanNames);
    }

    [Fact]
    public void Cancel_twice_is_false()
    {
        var call = Api.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(2), Note("cancelled"));

        Assert.True(call.Cancel());

        Assert.False(call.Cancel());
    }

    [Fact]
    public void Cancel_after_it_ran_is_false_also_while_another_bucket_has_the_same_due_time()
    {
        var timer = Api.MakeBatchedTimer(Seconds(5));
        var call = timer.CallLater(Seconds(5), Note("first"));
        Time.Advance(Seconds(6));
        // The due time is rounded to 5 s as well, but this call gets a new bucket.
        var other = timer.CallLater(Seconds(1), Note("second"));

        Assert.False(call.IsActive);
        Assert.False(call.Cancel());
        Assert.True(other.IsActive);
        Time.RunUntilIdle();
        Assert.Equal([("first", 5), ("second", 6)], Ran);
    }

    [Fact]
    public void Cancel_of_no_call_is_false()
    {
        DelayedCall none = default;

        Assert.False(none.Cancel());
        Assert.False(none.IsActive);
    }

    [Fact]
    public void Cancel_of_a_copy_cancels_the_call()
    {
        var call = Api.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(2), Note("cancelled"));
        IDelayedCall copy = call;

        Assert.True(copy.Cancel());
        Assert.False(call.IsActive);
    }

    [Fact]
    public void Handles_are_equal_when_they_mean_the_same_call()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var call = timer.CallLater(Seconds(2), Note("one"));
        var copy = call;
        var other = timer.CallLater(Seconds(2), Note("other"));

        Assert.True(call == copy && call.Equals((object)copy) && call.GetHashCode() == copy.GetHashCode());
        Assert.True(call != other && call != default);
        Assert.False(call.Equals("call"));
    }

    [Fact]
    public void Cancel_by_an_earlier_call_of_the_same_chunk_counts()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        DelayedCall second = default;
        bool? cancelled = null;
        timer.CallLater(Seconds(1), () => cancelled = second.Cancel());
        second = timer.CallLater(Seconds(1), Note("second"));
        timer.CallLater(Seconds(1), Note("third"));

        Time.Advance(Seconds(3));

        Assert.True(cancelled);
        Assert.Equal(["third"], RanNames);
    }

    [Fact]
    public void Cancel_while_the_bucket_is_being_fired_counts()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(Seconds(1), Note("first"));
        var second = timer.CallLater(Seconds(1), Note("second"));
        Time.Advance(Seconds(1.2));

        Assert.True(second.Cancel());
        Assert.False(second.Cancel());

        Time.Advance(Seconds(3));
        Assert.Equal(["first"], RanNames);
        Assert.Equal(0, timer.PendingCalls);
    }

    [Fact]
    public void Cancel_of_the_call_that_runs_is_false()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        DelayedCall self = default;
        bool? cancelled = null;
        self = timer.CallLater(Seconds(1), () => cancelled = self.Cancel());

        Time.Advance(Seconds(1));

        Assert.False(cancelled);
    }

    [Fact]
    public void Old_handle_never_cancels_a_later_call_in_its_slot()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var old = timer.CallLater(Seconds(2), Note("old"));
        old.Cancel();
        var later = timer.CallLater(Seconds(2), Note("later"));

        Assert.False(old.Cancel());
        Assert.True(later.IsActive);
        Time.Advance(Seconds(3));
        Assert.Equal(["later"], RanNames);
    }

    [Fact]
    public void Old_handles_stay_harmless_after_the_bucket_gave_its_memory_back()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var old = Enumerable.Range(0, 5000).Select(_ => timer.CallLater(Seconds(2), Note("old"))).ToList();
        old.ForEach(static call => Assert.True(call.Cancel()));
        var later = Enumerable.Range(0, 5000).Select(_ => timer.CallLater(Seconds(2), Note("later"))).ToList();

        old.ForEach(static call => Assert.False(call.Cancel()));

        Assert.All(later, static call => Assert.True(call.IsActive));
        Time.Advance(Seconds(3));
        Assert.Equal(5000, Ran.Count);
        Assert.DoesNotContain("old", RanNames);
    }

    [Fact]
    public void Cancel_takes_the_same_time_in_a_bucket_of_any_size()
    {
        // In txaio one cancel takes 5 ms in a bucket of 200,000 calls, and all of them take 1,000 s.
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var calls = new DelayedCall[200_000];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = timer.CallLater(Seconds(60), static _ => { }, this);
        var started = Stopwatch.GetTimestamp();

        foreach (var call in calls)
            call.Cancel();

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(0, timer.PendingCalls);
    }

    [Fact]
    public void Cancel_of_a_message_before_it_is_told_is_true_and_afterwards_false()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var cancelled = timer.CallLater(Seconds(1), TestActor, "cancelled");
        var told = timer.CallLater(Seconds(1), TestActor, "told");
        Assert.True(cancelled.Cancel());

        Time.Advance(Seconds(1));

        // The message is in the mailbox and cannot be taken back.
        Assert.False(told.Cancel());
        ExpectMsg("told");
        ExpectNoMsg(TimeSpan.Zero);
    }
}
