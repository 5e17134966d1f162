using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <content>Calls that a reset moves to another bucket.</content>
internal sealed partial class Bucket
{
    /// <summary>The bucket that a handle refers to; null for a moved call whose bucket has ended.</summary>
    public static Bucket? Of(in DelayedCall call)
    {
        var (source, _, _) = call;
        return source switch
        {
            Bucket bucket => bucket,
            Successor successor => successor.Bucket,
            BucketAlias alias => alias.Bucket,
            _ => null,
        };
    }

    /// <summary>
    /// Removes a pending call from this bucket, so that the caller can move the call to another bucket.
    /// </summary>
    public bool TryTakeOut(in DelayedCall at, out SlotCall call)
    {
        var (source, slot, generation) = at;
        return TryTakeOut(
            (source is BucketAlias alias ? alias.Source : source) as Successor, slot, generation, out call);
    }

    /// <summary>
    /// Returns another handle of the call, which no longer refers to the bucket once the bucket has ended.
    /// </summary>
    public DelayedCall AliasOf(in DelayedCall call)
    {
        var (source, slot, generation) = call;
        using (_gate.Enter())
        {
            if (_state == Ended || !ReferenceEquals(source, (DelayedCallSource?)_successor ?? this))
                return default;
            return new DelayedCall(_alias ??= new BucketAlias(this, source), slot, generation);
        }
    }
}
