using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// The memory of batched calls. These tests run alone, because the figures include the memory of other tests.
/// </summary>
[Collection(nameof(BatchedTimerMemoryTests))]
[CollectionDefinition(nameof(BatchedTimerMemoryTests), DisableParallelization = true)]
public sealed class BatchedTimerMemoryTests : TimersTestBase
{
    private const int Million = 1_000_000;
    private static readonly Action<BatchedTimerMemoryTests> Callback = static _ => { };

    [Fact]
    public void Million_schedules_and_cancels_bring_the_memory_back() => Memory.Compare(() =>
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var calls = new DelayedCall[Million];
        Fill(timer, calls, 1000);
        Empty(calls, 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Fill(timer, calls, Million);
        var full = GC.GetTotalMemory(forceFullCollection: true);
        Empty(calls, Million);
        Array.Clear(calls);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.InRange((full - before) / (double)Million, 23, 32);
        Assert.InRange(after - before, long.MinValue, 1_000_000);
        GC.KeepAlive(timer);
    });

    /// <summary>Row P5 of the benchmarks allows 32 bytes for a pending call beside its handle.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_million_pending_calls_take_at_most_32_bytes_each_and_give_them_back(bool areInOneBucket) =>
        Memory.Compare(() =>
        {
            const int count = 5 * Million;
            var timer = Api.MakeBatchedTimer(Seconds(1));
            var calls = new DelayedCall[count];
            var random = new Random(5);
            var before = GC.GetTotalMemory(forceFullCollection: true);

            for (var i = 0; i < count; i++)
                calls[i] = timer.CallLater(
                    Seconds(60) + Milliseconds(areInOneBucket ? 0 : random.Next(60_000) - 30_000), Callback, this);

            Assert.Equal(count, timer.PendingCalls);
            var taken = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
            Empty(calls, count);
            Array.Clear(calls);
            Assert.InRange(taken, 20, 32);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
            GC.KeepAlive(timer);
        });

    [Fact]
    public void Buckets_that_were_emptied_or_fired_leave_no_memory()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(1));
        for (var i = 0; i < 1000; i++)
            timer.CallLater(Seconds(60) + Milliseconds(i), Callback, this).Cancel();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
            timer.CallLater(Seconds(60) + Milliseconds(i), Callback, this).Cancel();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 500_000);
        Assert.Equal(0, timer.PendingCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Buckets_that_fired_leave_nothing_in_the_timers_actor(bool areMessages)
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        Fire(100);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Fire(3_000);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 300_000);
        GC.KeepAlive(timer);

        void Fire(int buckets)
        {
            for (var i = 0; i < buckets; i++)
            {
                _ = areMessages
                    ? timer.CallLater(Seconds(1), ActorRefs.Nobody, "message")
                    : timer.CallLater(Seconds(1), Callback, this);
                Time.Advance(Seconds(1));
            }
        }
    }

    [Fact]
    public void Calls_that_ran_leave_nothing()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 10_000);
        var calls = new DelayedCall[100_000];
        Fill(timer, calls, 100);
        Time.Advance(Seconds(62));
        Array.Clear(calls);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Fill(timer, calls, calls.Length);
        Time.Advance(Seconds(62));

        Assert.Equal(0, timer.PendingCalls);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 500_000);
        Assert.All(calls, static call => Assert.False(call.IsActive));
    }

    [Fact]
    public void Schedule_and_cancel_allocate_nothing()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var calls = new DelayedCall[10_000];
        Fill(timer, calls, calls.Length);
        Empty(calls, calls.Length - 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 10; round++)
        {
            Fill(timer, calls, calls.Length - 1);
            Empty(calls, calls.Length - 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Schedule_and_cancel_one_after_the_other_allocate_nothing_on_average()
    {
        // A keep-alive schedules and cancels one timeout after the other, while time passes.
        var timer = Api.MakeBatchedTimer(Seconds(1));
        long allocated = 0;
        for (var second = 0; second < 10; second++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
                timer.CallLater(Seconds(60), Callback, this).Cancel();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Time.Advance(Seconds(1));
        }

        Assert.InRange(allocated / 100_000.0, 0, 1);
    }

    private void Fill(IBatchedTimer timer, DelayedCall[] calls, int count)
    {
        for (var i = 0; i < count; i++)
            calls[i] = timer.CallLater(Seconds(60), Callback, this);
    }

    private static void Empty(DelayedCall[] calls, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!calls[i].Cancel())
                Assert.Fail($"Call {i} was not pending.");
        }
    }
}
