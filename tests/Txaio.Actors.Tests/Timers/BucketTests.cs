using System.Runtime.CompilerServices;
using CsCheck;
using Txaio.Actors.Loops.Running;
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

        // The bucket takes the place of an empty one.
        timer.CallLater(Seconds(2000), Note("never"));
        Assert.Equal(64, timer.OpenBuckets);
    }

    [Fact]
    public void Timer_drops_an_emptied_bucket_when_its_time_has_come()
    {
        var timer = (BatchedTimer)Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(60), Note("never")).Cancel();

        Time.Advance(Seconds(60));

        Assert.Equal(0, timer.OpenBuckets);
    }

    [Theory]
    [InlineData("fired")]
    [InlineData("emptied")]
    [InlineData("replaced its slots")]
    public void Handle_of_a_moved_call_does_not_keep_a_bucket_that_has(string how)
    {
        var (bucket, alias) = WithMovedCall(how);

        GC.Collect();

        Assert.False(bucket.IsAlive);
        Assert.False(alias.IsActive);
        Assert.False(alias.Cancel());
    }

    // Not inlined, so that no local variable keeps the bucket.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Bucket, DelayedCall Alias) WithMovedCall(string how)
    {
        var timer = (BatchedTimer)Api.MakeBatchedTimer(Seconds(1));
        var first = how == "replaced its slots" ? CallSlots.LastGeneration - 1 : 0;
        var bucket = new Bucket(timer, 100, Seconds(100).Ticks, 0, first) { IsDueSoon = true };
        Assert.True(bucket.TryAdd(ActionInvoker.Instance, Note("call"), null, out var call));
        var alias = bucket.AliasOf(call);
        Assert.True(bucket.TryAdd(ActionInvoker.Instance, Note("other"), null, out var other));
        var otherAlias = bucket.AliasOf(other);
        Assert.True(alias.IsActive && otherAlias.IsActive);
        if (how == "fired")
        {
            bucket.BeginFiring();
            bucket.End();
        }
        else
        {
            Assert.True(bucket.TryTakeOut(alias, out _) && bucket.TryTakeOut(otherAlias, out _));
            Assert.True(how != "emptied" || bucket.TryEndEmpty());
        }

        return (new WeakReference(bucket), alias);
    }
}
