namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>Arithmetic for figures that vary from run to run.</summary>
internal static class Statistics
{
    /// <summary>The middle value; the mean of the two middle values for an even count.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("The median of no values is not defined.", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least <paramref name="percent"/> % of all values do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        if (percent is < 0 or > 100)
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile is from 0 to 100.");
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("A percentile of no values is not defined.", nameof(values));
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Length);
        return sorted[Math.Max(0, rank - 1)];
    }

    /// <summary>The largest value divided by the smallest.</summary>
    public static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Max() / all.Min();
    }
}
