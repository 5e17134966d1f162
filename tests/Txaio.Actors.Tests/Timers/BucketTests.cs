using CsCheck;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>One bucket of a batched timer: the due times it takes, and its calls.</summary>
public sealed class BucketTests : TimersTestBase
{
    [Theory]
    [InlineData(BucketRounding.Down)]
    [InlineData(BucketRounding.Up)]
    public void Takes_calls_of_which_all_possible_due_times_belong_to_the_bucket(BucketRounding rounding)
    {
        const long Length = 10;
        var timer = (BatchedTimer)Api.MakeBatchedTimer(TimeSpan.FromTicks(Length), rounding: rounding);
        var bucket = new Bucket(timer, 7, 7 * Length, 0);

        Gen.Select(Gen.Long[55, 85], Gen.Long[0, 15]).Sample((earliest, spread) => Assert.Equal(
            BucketClock.IndexOf(earliest, Length, rounding) == 7
                && BucketClock.IndexOf(earliest + spread, Length, rounding) == 7,
            bucket.Takes(earliest, spread)));
    }

    [Fact]
    public void Timer_keeps_an_emptied_bucket_only_while_it_is_a_recent_one()
    {
        var timer = (BatchedTimer)Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(60), Note("never")).Cancel();
        Assert.Equal(1, timer.OpenBuckets);

        var calls = Enumerable.Range(0, 1000).Select(i => timer.CallLater(Seconds(60 + i), Note("never"))).ToList();
        Assert.Equal(1000, timer.OpenBuckets);
        calls.ForEach(static call => call.Cancel());

        Assert.Equal(64, timer.OpenBuckets);
    }
}
