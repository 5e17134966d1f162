using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The source of handles for calls that were moved into a bucket. It lets go of the bucket when that has ended: without
/// it, a handle that a user keeps would hold its bucket, that bucket the one its calls were moved to, and so on.
/// </summary>
/// <param name="bucket">The bucket.</param>
/// <param name="source">The source of the bucket's own handles.</param>
internal sealed class BucketAlias(Bucket bucket, DelayedCallSource source) : DelayedCallSource
{
    // The thread that ends the bucket clears both; threads that use a moved call read them.
    private Bucket? _bucket = bucket;
    private DelayedCallSource? _source = source;

    /// <summary>The bucket; null once it has ended.</summary>
    public Bucket? Bucket => Volatile.Read(ref _bucket);

    /// <summary>The source of the bucket's own handles; null once the bucket has ended.</summary>
    public DelayedCallSource? Source => Volatile.Read(ref _source);

    public void LetGo()
    {
        Volatile.Write(ref _bucket, null);
        Volatile.Write(ref _source, null);
    }

    public override bool IsActive(int slot, int generation) => Source is { } source && source.IsActive(slot, generation);

    public override bool Cancel(int slot, int generation) => Source is { } source && source.Cancel(slot, generation);

    /// <remarks>The timer resets by the user's handle.</remarks>
    public override bool Reset(int slot, int generation, TimeSpan delay) => false;
}
