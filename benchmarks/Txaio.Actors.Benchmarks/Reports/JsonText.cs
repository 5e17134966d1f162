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
                Ours = bar.Ours.Value,
                Theirs = bar.Theirs?.Value,
                bar.Ours.Unit,
                OursCpu = bar.Cpu?.Ours,
                TheirsCpu = bar.Cpu?.Theirs,
                // JSON has no infinity, and a ratio with a divisor of zero is infinite.
                Measured = double.IsFinite(bar.Measured) ? bar.Measured : (double?)null,
                MeasuredUnit = bar.Goal.Unit,
                Goal = bar.Goal.Bound == Bound.None ? null : bar.Goal.ToString(),
                Verdict = bar.Judge(report.Options.Margin).ToString().ToLowerInvariant(),
            }),
            Skipped = report.Results.SelectMany(static result => result.Skipped),
            Failed = report.Results.Select(static result => result.Failure).OfType<string>(),
        },
        Options);
}
