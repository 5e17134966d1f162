namespace Txaio.Actors.Tests.Timers;

/// <summary>The times at which batched calls run: rounding, short and long buckets, the spread of chunks.</summary>
public sealed class BatchedTimerDueTests : TimersTestBase
{
    [Fact]
    public void Due_times_are_rounded_down_to_the_bucket()
    {
        var timer = Api.MakeBatchedTimer(Seconds(5));
        timer.CallLater(Seconds(5.1), Note("5.1"));
        timer.CallLater(Seconds(9.9), Note("9.9"));
        timer.CallLater(Seconds(10.1), Note("10.1"));

        Time.Advance(Seconds(20));

        Assert.Equal([("5.1", 5), ("9.9", 5), ("10.1", 10)], Ran);
    }

    [Fact]
    public void Due_times_are_rounded_up_on_request()
    {
        var timer = Api.MakeBatchedTimer(Seconds(5), rounding: BucketRounding.Up);
        timer.CallLater(Seconds(5.1), Note("5.1"));
        timer.CallLater(Seconds(9.9), Note("9.9"));
        timer.CallLater(Seconds(10), Note("10"));
        timer.CallLater(Seconds(10.1), Note("10.1"));

        Time.Advance(Seconds(20));

        Assert.Equal([("5.1", 10), ("9.9", 10), ("10", 10), ("10.1", 15)], Ran);
    }

    [Fact]
    public void Buckets_are_multiples_on_the_clock_and_not_from_the_timers_start()
    {
        Time.Advance(Seconds(2));
        var timer = Api.MakeBatchedTimer(Seconds(5));
        timer.CallLater(Seconds(4), Note("due at 6"));

        Time.Advance(Seconds(10));

        Assert.Equal([("due at 6", 5)], Ran);
    }

    [Fact]
    public void Milliseconds_of_a_bucket_are_kept()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(200));
        timer.CallLater(Milliseconds(350), Note("350"));
        timer.CallLater(Milliseconds(450), Note("450"));

        Time.Advance(Seconds(1));

        Assert.Equal([("350", 0.2), ("450", 0.4)], Ran);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(33_333)]
    public void Buckets_shorter_than_the_schedulers_tick_fire_in_due_order(long ticks)
    {
        var timer = Api.MakeBatchedTimer(TimeSpan.FromTicks(ticks));
        double[] delays = [20, 5, 5.5, 12, 1, 9.8, 9.9];
        foreach (var delay in delays)
            timer.CallLater(Milliseconds(delay), Note($"{delay}"));

        Time.Advance(Seconds(1));

        Assert.Equal(["1", "5", "5.5", "9.8", "9.9", "12", "20"], RanNames);
        Assert.All(Ran, call =>
        {
            var early = Milliseconds(double.Parse(call.Name)) - Seconds(call.At);
            Assert.InRange(early.Ticks, 0, ticks - 1);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1e9)]
    public void Delay_of_zero_or_less_fires_now(double delay)
    {
        Time.Advance(Seconds(7));
        var timer = Api.MakeBatchedTimer(Seconds(5));
        timer.CallLater(Seconds(delay), Note("call"));
        timer.CallLater(TimeSpan.MinValue, Note("least"));
        Assert.Empty(Ran);

        Time.RunUntilIdle();

        Assert.Equal([("call", 7), ("least", 7)], Ran);
    }

    [Fact]
    public void Due_time_rounded_into_the_past_fires_now()
    {
        Time.Advance(Seconds(7));
        var timer = Api.MakeBatchedTimer(Seconds(5));
        timer.CallLater(Seconds(2), Note("due at 9"));

        Time.RunUntilIdle();

        Assert.Equal([("due at 9", 7)], Ran);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Delay_of_zero_or_less_rounded_up_fires_with_the_next_bucket(double delay)
    {
        Time.Advance(Seconds(7));
        var timer = Api.MakeBatchedTimer(Seconds(5), rounding: BucketRounding.Up);
        timer.CallLater(Seconds(delay), Note("call"));

        Time.Advance(Seconds(10));

        Assert.Equal([("call", 10)], Ran);
    }

    [Fact]
    public void Longest_delay_in_the_longest_bucket_waits_its_time()
    {
        var century = TimeSpan.FromDays(36_500);
        var timer = Api.MakeBatchedTimer(century, rounding: BucketRounding.Up);
        timer.CallLater(century, Note("call"));
        Time.Advance(century - TimeSpan.FromTicks(1));
        Assert.Empty(Ran);

        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Single(Ran);
    }

    [Fact]
    public void Chunks_are_spread_over_the_bucket()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 2);
        timer.CallLater(Seconds(1), Note("1"));
        timer.CallLater(Seconds(1), Note("2"));
        timer.CallLater(Seconds(1), Note("3"));

        Time.Advance(Seconds(2));

        Assert.Equal([("1", 1), ("2", 1), ("3", 1.5)], Ran);
    }

    [Fact]
    public void Chunks_finer_than_the_schedulers_tick_keep_the_spread_and_end_within_the_bucket()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        for (var i = 0; i < 1000; i++)
            timer.CallLater(Seconds(1), Note($"{i}"));

        Time.Advance(Seconds(2));

        Assert.Equal(1000, Ran.Count);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(($"{i}", (1000 + i) / 1000.0), Ran[i]);
    }

    [Fact]
    public void Chunks_are_counted_without_cancelled_calls()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 2);
        var calls = Enumerable.Range(0, 6).Select(i => timer.CallLater(Seconds(1), Note($"{i}"))).ToList();
        calls[0].Cancel();
        calls[2].Cancel();

        Time.Advance(Seconds(2));

        Assert.Equal([("1", 1), ("3", 1), ("4", 1.5), ("5", 1.5)], Ran);
    }

    [Fact]
    public void Bucket_that_fires_late_is_spread_from_then_on()
    {
        Time.Advance(Seconds(7.25));
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(TimeSpan.Zero, Note("1"));
        timer.CallLater(TimeSpan.Zero, Note("2"));

        Time.Advance(Seconds(2));

        Assert.Equal([("1", 7.25), ("2", 7.75)], Ran);
    }
}
