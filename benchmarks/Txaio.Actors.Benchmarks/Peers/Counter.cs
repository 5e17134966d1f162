namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Counts calls. One thread at a time may call <see cref="Hit"/>.</summary>
internal sealed class Counter
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Hit() => _count++;

    public void HitFromAnyThread() => Interlocked.Increment(ref _count);
}
