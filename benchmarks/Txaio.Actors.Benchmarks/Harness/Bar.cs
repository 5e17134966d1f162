namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One row: a piece of work, ours beside a peer's, and the goal.</summary>
/// <param name="Case">The case's name, such as P1.</param>
/// <param name="Work">The work's name.</param>
/// <param name="Peer">The peer's name.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Theirs">The peer's figure; null when the goal bounds our figure alone.</param>
/// <param name="Measured">The figure that the goal bounds: a ratio, or our figure itself.</param>
/// <param name="Goal">The goal.</param>
internal sealed record Bar(
    string Case, string Work, string Peer, Quantity Ours, Quantity? Theirs, double Measured, Goal Goal)
{
    /// <summary>
    /// CPU time of both sides for an operation, all threads, in nanoseconds. Other work on the machine changes CPU time
    /// less than wall time. No goal bounds it.
    /// </summary>
    public CpuTimes? Cpu { get; init; }

    /// <summary>
    /// How many times as fast as the peer: the median of the rounds' ratios. A machine that is slow for a while slows
    /// both sides of a round, so the ratio changes less than the times.
    /// </summary>
    public static Bar Speed(string @case, string work, Measurement ours, Measurement theirs, Goal goal) =>
        Faster(@case, work, theirs.Name, Quantity.Nanoseconds(ours.Nanoseconds),
            Quantity.Nanoseconds(theirs.Nanoseconds), goal) with
        {
            Measured = Statistics.Median(RoundsOf(ours, theirs)),
            Cpu = new CpuTimes(ours.CpuNanoseconds, theirs.CpuNanoseconds),
        };

    /// <summary>The same ratio, with the figures as operations in a second.</summary>
    public static Bar Rate(
        string @case, string work, Measurement ours, Measurement theirs, string unit, Goal goal) =>
        Speed(@case, work, ours, theirs, goal) with
        {
            Ours = new Quantity(1e9 / ours.Nanoseconds, unit),
            Theirs = new Quantity(1e9 / theirs.Nanoseconds, unit),
        };

    /// <summary>How many times as fast as the peer, from any two figures of one unit.</summary>
    public static Bar Faster(string @case, string work, string peer, Quantity ours, Quantity theirs, Goal goal) =>
        new(@case, work, peer, ours, theirs, theirs.Value / ours.Value, goal);

    /// <summary>Bytes allocated for an operation, divided by the peer's.</summary>
    public static Bar Bytes(string @case, string work, Measurement ours, Measurement theirs, Goal goal) =>
        Part(@case, $"{work}, bytes allocated", theirs.Name, Quantity.Bytes(ours.Bytes),
            Quantity.Bytes(theirs.Bytes), goal);

    /// <summary>Our figure divided by the peer's.</summary>
    public static Bar Part(string @case, string work, string peer, Quantity ours, Quantity theirs, Goal goal) =>
        new(@case, work, peer, ours, theirs, ours.Value / theirs.Value, goal);

    /// <summary>Our figure without a peer.</summary>
    public static Bar Absolute(string @case, string work, Quantity ours, Goal goal) =>
        new(@case, work, "-", ours, null, ours.Value, goal);

    private static IEnumerable<double> RoundsOf(Measurement ours, Measurement theirs)
    {
        if (ours.Samples.Count != theirs.Samples.Count)
        {
            throw new ArgumentException(
                $"'{ours.Name}' ran {ours.Samples.Count} times and '{theirs.Name}' {theirs.Samples.Count} times: "
                + "they were not measured in the same rounds.",
                nameof(theirs));
        }

        return ours.Samples.Zip(theirs.Samples, static (mine, their) => their.Nanoseconds / mine.Nanoseconds);
    }

    /// <summary>Compares the figure with the goal, given a margin.</summary>
    public Verdict Judge(double margin) => Goal.Bound == Bound.None
        ? Verdict.Shown
        : Goal.IsHeldBy(Measured, margin) ? Verdict.Held : Verdict.Broken;
}

/// <summary>CPU times in nanoseconds.</summary>
internal readonly record struct CpuTimes(double Ours, double Theirs);

/// <summary>The result of a bar.</summary>
internal enum Verdict
{
    /// <summary>The bar holds.</summary>
    Held,

    /// <summary>The bar does not hold.</summary>
    Broken,

    /// <summary>There is no bar.</summary>
    Shown,
}
