using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The order of calls inside a bucket, and of callbacks between its chunks.</summary>
public sealed class BatchedTimerOrderTests : TimersTestBase
{
    [Fact]
    public void Calls_of_a_bucket_run_in_the_order_scheduled()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 7);
        // The due times fall, but inside a bucket only the order of scheduling counts.
        for (var i = 0; i < 100; i++)
            timer.CallLater(Milliseconds(1999 - i), Note($"{i}"));

        Time.Advance(Seconds(2));

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"), RanNames);
    }

    [Fact]
    public void Slot_freed_by_a_cancel_is_used_again()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), Note("first"));
        var second = timer.CallLater(Seconds(1), Note("second"));
        timer.CallLater(Seconds(1), Note("third"));
        second.Cancel();
        timer.CallLater(Seconds(1), Note("fourth"));

        Time.Advance(Seconds(1));

        Assert.Equal(["first", "fourth", "third"], RanNames);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(CallSlots.KeptWhenEmpty + 1)]
    public void Bucket_that_was_emptied_runs_in_the_order_scheduled_again(int count)
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var calls = Enumerable.Range(0, count).Select(i => timer.CallLater(Seconds(1), Note("never"))).ToList();
        calls.ForEach(static call => call.Cancel());
        for (var i = 0; i < count; i++)
            timer.CallLater(Seconds(1), Note($"{i}"));

        Time.Advance(Seconds(1));

        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), RanNames);
    }

    [Fact]
    public void Other_callbacks_run_between_chunks()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 2);
        timer.CallLater(Seconds(1), Note("call 1"));
        timer.CallLater(Seconds(1), Note("call 2"));
        timer.CallLater(Seconds(1), Note("call 3"));
        Api.CallLater(Seconds(1.25), Note("other"));

        Time.Advance(Seconds(2));

        Assert.Equal([("call 1", 1), ("call 2", 1), ("other", 1.25), ("call 3", 1.5)], Ran);
    }

    [Fact]
    public void Other_callbacks_run_between_chunks_that_are_due_at_the_same_time()
    {
        // The bucket is one tick of the clock long, so all its chunks are due at once.
        var timer = Api.MakeBatchedTimer(TimeSpan.FromTicks(1), chunkSize: 1);
        for (var i = 0; i < 3; i++)
        {
            var name = $"call {i}";
            timer.CallLater(Seconds(1), () =>
            {
                Note(name)();
                Api.Loop.CallSoon(Note($"after {name}"));
            });
        }

        Time.Advance(Seconds(2));

        Assert.Equal(["call 0", "after call 0", "call 1", "after call 1", "call 2", "after call 2"], RanNames);
    }

    [Fact]
    public void Other_callbacks_run_between_chunks_that_a_busy_loop_kept_waiting()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        for (var i = 0; i < 3; i++)
        {
            var name = $"call {i}";
            timer.CallLater(Seconds(1), () =>
            {
                Note(name)();
                Api.Loop.CallSoon(Note($"after {name}"));
            });
        }

        Time.Advance(Seconds(2));

        Assert.Equal(["call 0", "after call 0", "call 1", "after call 1", "call 2", "after call 2"], RanNames);
    }
}
