using CsCheck;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The index of the bucket of a due time, and the due times of chunks.</summary>
public sealed class BucketClockTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    // The ranges of a timer: due times of up to 73,000 days, buckets of up to 36,500 days.
    private static readonly Gen<long> Dues = Gen.Long[0, 2 * Delays.Max.Ticks];
    private static readonly Gen<long> Buckets = Gen.OneOf(
        Gen.Long[1, 1000], Gen.Long[1, 100 * Second], Gen.Long[1, Delays.Max.Ticks]);

    [Theory]
    [InlineData(5.1, 5)]
    [InlineData(9.9, 5)]
    [InlineData(10.1, 10)]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    [InlineData(4.9, 0)]
    public void IndexOf_down_with_a_bucket_of_5_s(double due, double expected) =>
        Assert.Equal(
            (long)(expected * Second), 5 * Second * BucketClock.IndexOf((long)(due * Second), 5 * Second, BucketRounding.Down));

    [Theory]
    [InlineData(5.1, 10)]
    [InlineData(9.9, 10)]
    [InlineData(10.1, 15)]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    [InlineData(4.9, 5)]
    public void IndexOf_up_with_a_bucket_of_5_s(double due, double expected) =>
        Assert.Equal(
            (long)(expected * Second), 5 * Second * BucketClock.IndexOf((long)(due * Second), 5 * Second, BucketRounding.Up));

    [Theory]
    [InlineData(-1, BucketRounding.Down, -5)]
    [InlineData(-1, BucketRounding.Up, 0)]
    [InlineData(-5, BucketRounding.Down, -5)]
    [InlineData(-5, BucketRounding.Up, -5)]
    public void IndexOf_before_the_clocks_start(long due, BucketRounding rounding, long expected) =>
        Assert.Equal(expected, 5 * BucketClock.IndexOf(due, 5, rounding));

    [Fact]
    public void IndexOf_down_is_the_multiple_at_or_less_than_one_bucket_before() =>
        Gen.Select(Dues, Buckets).Sample((due, bucket) =>
        {
            var key = bucket * BucketClock.IndexOf(due, bucket, BucketRounding.Down);
            Assert.InRange(due - key, 0, bucket - 1);
        });

    [Fact]
    public void IndexOf_up_is_the_multiple_at_or_less_than_one_bucket_after() =>
        Gen.Select(Dues, Buckets).Sample((due, bucket) =>
        {
            var key = bucket * BucketClock.IndexOf(due, bucket, BucketRounding.Up);
            Assert.InRange(key - due, 0, bucket - 1);
        });

    [Theory]
    [InlineData(10, 0, "up")]
    [InlineData(10, 0, "down")]
    [InlineData(9, 1, "down")]
    [InlineData(9, 2, "up")]
    public void TryIndexOf_is_not_sure_at_the_edge_of_a_bucket(long earliest, long spread, string rounding) =>
        Assert.False(BucketClock.TryIndexOf(
            earliest, spread, 10, rounding == "up" ? BucketRounding.Up : BucketRounding.Down, out _));

    [Theory]
    [InlineData(11, 8, "up", 2)]
    [InlineData(11, 8, "down", 1)]
    public void TryIndexOf_is_sure_within_a_bucket(long earliest, long spread, string rounding, long expected)
    {
        Assert.True(BucketClock.TryIndexOf(
            earliest, spread, 10, rounding == "up" ? BucketRounding.Up : BucketRounding.Down, out var index));
        Assert.Equal(expected, index);
    }

    [Fact]
    public void TryIndexOf_is_sure_only_when_the_whole_spread_is_in_one_bucket() =>
        Gen.Select(Dues, Buckets, Gen.Long[0, 100 * Second], Gen.Enum<BucketRounding>()).Sample(
            (earliest, bucket, spread, rounding) =>
            {
                var sure = BucketClock.TryIndexOf(earliest, spread, bucket, rounding, out var index);
                var first = BucketClock.IndexOf(earliest, bucket, rounding);
                var last = BucketClock.IndexOf(earliest + spread, bucket, rounding);
                // TryIndexOf returns false when the spread reaches into another bucket. At the edge of a bucket,
                // TryIndexOf may return false.
                Assert.True(first == last || !sure);
                Assert.True(sure || first != last || earliest % bucket == 0 || (earliest + spread) % bucket == 0);
                Assert.True(!sure || index == first);
            });

    [Fact]
    public void Chunks_hold_all_calls_and_none_is_empty() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Int[1, int.MaxValue]).Sample((calls, size) =>
        {
            var chunks = (long)BucketClock.Chunks(calls, size);
            Assert.True(chunks * size >= calls);
            Assert.True((chunks - 1) * size < calls);
        });

    [Fact]
    public void ChunkDue_spreads_evenly_from_the_buckets_due_time_and_ends_within_the_bucket() =>
        Gen.Select(Dues, Buckets, Gen.Int[1, 1000]).Sample((start, bucket, chunks) =>
        {
            var dues = Enumerable.Range(0, chunks)
                .Select(chunk => BucketClock.ChunkDue(start, bucket, chunk, chunks))
                .ToList();
            Assert.Equal(start, dues[0]);
            Assert.InRange(dues[^1], start, start + bucket - 1);
            // The gaps between chunks differ by at most one clock tick, because of rounding.
            foreach (var (earlier, later) in dues.Zip(dues.Skip(1)))
                Assert.InRange(later - earlier, bucket / chunks, (bucket / chunks) + 1);
        });

    [Fact]
    public void ChunkDue_of_the_longest_bucket_with_the_most_chunks_does_not_overflow()
    {
        var bucket = Delays.Max.Ticks;

        var last = BucketClock.ChunkDue(2 * bucket, bucket, int.MaxValue - 1, int.MaxValue);

        Assert.InRange(last, 2 * bucket, (3 * bucket) - 1);
    }
}
