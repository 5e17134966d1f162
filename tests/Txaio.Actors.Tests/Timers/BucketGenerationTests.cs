using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Handles of slots that have been used as often as the generation of a handle can count.</summary>
public sealed class BucketGenerationTests : TimersTestBase
{
    private static readonly Action Nothing = static () => { };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(CallSlots.KeptWhenEmpty)]
    public void Old_handle_equals_no_later_call(int others)
    {
        var bucket = NearlyExhausted();
        var old = new List<DelayedCall>();
        for (var i = 0; i < others; i++)
            Add(bucket);

        for (var i = 0; i < 10; i++)
        {
            var call = Add(bucket);
            Assert.DoesNotContain(call, old);
            Assert.All(old, static handle => Assert.False(handle.IsActive));
            Assert.All(old, static handle => Assert.False(handle.Cancel()));
            Assert.True(call.IsActive);
            Assert.True(call.Cancel());
            Assert.False(call.IsActive);
            old.Add(call);
        }

        Assert.Equal(others, bucket.Live);
    }

    [Fact]
    public void Old_handle_equals_no_later_call_after_many_calls_were_cancelled()
    {
        var bucket = NearlyExhausted();
        var old = new HashSet<DelayedCall>();
        for (var crowd = 0; crowd < 10; crowd++)
        {
            var calls = Enumerable.Range(0, 2 * CallSlots.KeptWhenEmpty).Select(_ => Add(bucket)).ToList();
            Assert.DoesNotContain(calls, old.Contains);
            Assert.All(old, static handle => Assert.False(handle.Cancel()));
            Assert.All(calls, static call => Assert.True(call.Cancel()));
            old.UnionWith(calls);
        }
    }

    [Fact]
    public void Calls_can_be_moved_out_of_and_into_a_bucket_that_has_replaced_its_slots()
    {
        var bucket = NearlyExhausted();
        for (var i = 0; i < 10; i++)
            Assert.True(Add(bucket).Cancel());
        var (here, gone) = (Add(bucket), Add(bucket));

        var alias = bucket.AliasOf(here);
        Assert.True(alias.IsActive);
        bucket.Moved = new MovedCalls(new object());
        bucket.Moved.Put(gone, alias);
        Assert.True(bucket.TryTakeOut(gone, out _));

        Assert.True(gone.IsActive);
        Assert.True(gone.Cancel());
        Assert.False(here.IsActive);
        Assert.False(gone.IsActive);
    }

    // A bucket that is due soon has an actor, so the timer does not remove the bucket when it is empty.
    private Bucket NearlyExhausted() =>
        new((BatchedTimer)Api.MakeBatchedTimer(Seconds(1)), 100, Seconds(100).Ticks, 0, CallSlots.LastGeneration - 3)
        {
            IsDueSoon = true,
        };

    private static DelayedCall Add(Bucket bucket)
    {
        Assert.True(bucket.TryAdd(ActionInvoker.Instance, Nothing, null, out var call));
        return call;
    }
}
