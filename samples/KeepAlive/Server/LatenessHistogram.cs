namespace KeepAlive.Server;

/// <summary>How late calls came, counted by the millisecond. For one thread at a time.</summary>
internal sealed class LatenessHistogram
{
    // Earlier and later calls are counted at the ends.
    private const int Earliest = -10_000;
    private const int Latest = 60_000;

    private readonly int[] _counts = new int[Latest - Earliest + 1];
    private long _total;

    public TimeSpan Greatest { get; private set; }

    public void Add(TimeSpan late)
    {
        Greatest = _total++ == 0 || late > Greatest ? late : Greatest;
        _counts[(int)Math.Clamp(Math.Floor(late.TotalMilliseconds), Earliest, Latest) - Earliest]++;
    }

    /// <summary>The lateness that this share of the calls did not exceed, to a millisecond.</summary>
    public TimeSpan Quantile(double share)
    {
        var rank = (long)Math.Ceiling(_total * share);
        for (var i = 0; i < _counts.Length && rank > 0; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
                return TimeSpan.FromMilliseconds(i + Earliest);
        }

        return TimeSpan.Zero;
    }
}
