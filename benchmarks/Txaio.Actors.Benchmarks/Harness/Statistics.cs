namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>The little arithmetic that figures of a noisy machine need.</summary>
internal static class Statistics
{
    /// <summary>The middle value; the mean of the two middle ones for an even count.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("There is no median of nothing.", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least <paramref name="percent"/> of all do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        if (percent is < 0 or > 100)
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile is from 0 to 100.");
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("There is no percentile of nothing.", nameof(values));
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Length);
        return sorted[Math.Max(0, rank - 1)];
    }

    /// <summary>How many times the largest is the smallest.</summary>
    public static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Max() / all.Min();
    }
}
