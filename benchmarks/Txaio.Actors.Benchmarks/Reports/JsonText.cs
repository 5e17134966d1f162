using System.Text.Json;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Reports;

/// <summary>The rows as JSON, for programs.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static string Of(Report report) => JsonSerializer.Serialize(
        new
        {
            Machine = report.Machine.Lines,
            Quick = report.Options.IsQuick,
            report.AllHeld,
            Rows = report.Results.SelectMany(static result => result.Bars).Select(bar => new
            {
                bar.Case,
                bar.Work,
                bar.Peer,
                Ours = Finite(bar.Ours.Value),
                Theirs = bar.Theirs?.Value,
                bar.Ours.Unit,
                OursCpu = bar.Cpu?.Ours,
                TheirsCpu = bar.Cpu?.Theirs,
                Measured = Finite(bar.Measured),
                MeasuredUnit = bar.Goal.Unit,
                Goal = bar.Goal.Bound == Bound.None ? null : bar.Goal.ToString(),
                Verdict = bar.Judge(report.Options.Margin).ToString().ToLowerInvariant(),
            }),
            Skipped = report.Results.SelectMany(static result => result.Skipped),
            Failed = report.Results.Select(static result => result.Failure).OfType<string>(),
        },
        Options);

    // JSON has no infinity, and a ratio with a divisor of zero is infinite. A figure that is missing is NaN.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
