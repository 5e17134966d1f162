using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The source of the handles of calls that were moved into a bucket. When the bucket ends, the alias drops its
/// references to the bucket. With plain handles, a handle that a user keeps would keep a chain of buckets in memory:
/// the moved calls of its bucket would refer to a second bucket, the moved calls of that bucket to a third, and so on.
/// </summary>
/// <param name="bucket">The bucket.</param>
/// <param name="source">The source of the bucket's own handles.</param>
internal sealed class BucketAlias(Bucket bucket, DelayedCallSource source) : DelayedCallSource
{
    // The thread that ends the bucket sets both fields to null; threads that use a moved call read both.
    private Bucket? _bucket = bucket;
    private DelayedCallSource? _source = source;

    /// <summary>The bucket; null once it has ended.</summary>
    public Bucket? Bucket => Volatile.Read(ref _bucket);

    /// <summary>The source of the bucket's own handles; null once the bucket has ended.</summary>
    public DelayedCallSource? Source => Volatile.Read(ref _source);

    public void Release()
    {
        Volatile.Write(ref _bucket, null);
        Volatile.Write(ref _source, null);
    }

    public override bool IsActive(int slot, int generation) => Source is { } source && source.IsActive(slot, generation);

    public override bool Cancel(int slot, int generation) => Source is { } source && source.Cancel(slot, generation);

    /// <remarks>Not used: the timer resets a moved call by the user's handle.</remarks>
    public override bool Reset(int slot, int generation, TimeSpan delay) => false;
}
