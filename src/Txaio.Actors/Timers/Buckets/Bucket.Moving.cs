using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <content>Calls that a reset moves to another bucket.</content>
internal sealed partial class Bucket
{
    /// <summary>The bucket that a handle points to; null when it has ended.</summary>
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

    /// <summary>Takes a call out that is not over, to put it elsewhere.</summary>
    public bool TryTakeOut(in DelayedCall at, out SlotCall call)
    {
        var (source, slot, generation) = at;
        return TryTakeOut(
            (source is BucketAlias alias ? alias.Source : source) as Successor, slot, generation, out call);
    }

    /// <summary>A handle of the same call, which lets go of the bucket when that has ended.</summary>
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
