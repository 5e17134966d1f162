namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>The cost of one run.</summary>
/// <param name="Nanoseconds">Wall time for an operation.</param>
/// <param name="Bytes">Bytes allocated by the process for an operation.</param>
/// <param name="CpuNanoseconds">CPU time of the process, all threads, for an operation.</param>
internal readonly record struct Sample(double Nanoseconds, double Bytes, double CpuNanoseconds);

/// <summary>The medians of a side's runs.</summary>
internal sealed record Measurement(string Name, IReadOnlyList<Sample> Samples)
{
    public double Nanoseconds { get; } = Statistics.Median(Samples.Select(static sample => sample.Nanoseconds));

    public double Bytes { get; } = Statistics.Median(Samples.Select(static sample => sample.Bytes));

    public double CpuNanoseconds { get; } = Statistics.Median(Samples.Select(static sample => sample.CpuNanoseconds));
}
