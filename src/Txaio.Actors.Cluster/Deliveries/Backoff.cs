namespace Txaio.Actors.Cluster.Deliveries;

/// <summary>The time between two deliveries of a call.</summary>
/// <param name="Min">The time before the second delivery.</param>
/// <param name="Max">The longest time, without the jitter.</param>
/// <param name="Jitter">Makes the share of the jitter: from 0 to 1.</param>
internal sealed record Backoff(TimeSpan Min, TimeSpan Max, Func<double> Jitter)
{
    // Spreads the deliveries of calls that failed together.
    private const double Spread = 0.2;
    private const int MostDoublings = 40;

    /// <summary>
    /// The time after delivery number <paramref name="attempt"/>: doubles with each delivery up to the longest, and is
    /// longer by up to a fifth at random.
    /// </summary>
    public TimeSpan After(int attempt)
    {
        var time = Math.Min(Min.Ticks * Math.Pow(2, Math.Min(attempt - 1, MostDoublings)), Max.Ticks);
        return TimeSpan.FromTicks((long)(time * (1 + (Spread * Jitter()))));
    }
}
