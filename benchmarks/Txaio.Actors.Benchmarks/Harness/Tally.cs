namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>
/// Counts callbacks and adds up their arguments, so that missing work is noticed. One thread at a time may call
/// <see cref="Hit"/>, as loops and actors do. <see cref="HitFromAnyThread"/> is for peers that run callbacks in
/// parallel.
/// </summary>
internal sealed class Tally(long expected) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _done = new();
    private long _count;
    private long _sum;

    public long Count => Interlocked.Read(ref _count);

    public void Hit(long value = 0)
    {
        _sum += value;
        if (++_count == expected)
            _done.Set();
    }

    public void HitFromAnyThread()
    {
        if (Interlocked.Increment(ref _count) == expected)
            _done.Set();
    }

    /// <summary>Waits for the last hit, and checks the number of hits and the sum of their arguments.</summary>
    public void Wait(long expectedSum = 0)
    {
        if (!_done.Wait(Patience))
            throw new BenchmarkFailedException($"Only {Count:N0} of {expected:N0} callbacks ran in {Patience}.");
        BenchmarkFailedException.ThrowUnlessEqual(expected, Count, "callbacks run");
        BenchmarkFailedException.ThrowUnlessEqual(expectedSum, Interlocked.Read(ref _sum), "sum of the values");
    }

    public void Dispose() => _done.Dispose();
}
