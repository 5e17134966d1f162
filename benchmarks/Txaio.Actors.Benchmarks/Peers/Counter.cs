namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Counts calls. Hit by one thread at a time, or by any with <see cref="HitFromAnyThread"/>.</summary>
internal sealed class Counter
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Hit() => _count++;

    public void HitFromAnyThread() => Interlocked.Increment(ref _count);
}
