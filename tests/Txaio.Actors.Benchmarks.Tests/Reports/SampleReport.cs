using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Tests.Reports;

/// <summary>A report with one bar that holds and one that may not.</summary>
internal static class SampleReport
{
    public static Report Of(double secondRatio = 2, string? failure = null, params string[] args)
    {
        Assert.True(CompareOptions.TryParse(args, AllCases.Ids, out var options, out _));
        var report = new Report(new Machine(["a machine"]), options);
        report.Add(new CaseResult(
            "P1",
            "posting",
            "All of it.",
            [
                Bar.Faster(
                    "P1", "post", "Tell", Quantity.Nanoseconds(50), Quantity.Nanoseconds(100), Goal.AtLeast(1.8)),
                new Bar("P1", "post again", "Tell", Quantity.Nanoseconds(50), null, secondRatio, Goal.AtLeast(1.8)),
            ],
            ["P1 skipped: no peer"],
            failure));
        return report;
    }
}
