using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Isolation;
using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Tests.Isolation;

/// <summary>Quick cases in processes of their own.</summary>
public sealed class CaseProcessTests
{
    [Fact]
    public void Case_is_measured_and_its_rows_come_back()
    {
        Assert.True(CompareOptions.TryParse(["--quick"], AllCases.Ids, out var options, out _));

        var result = CaseProcess.Measure(CaseOf("P10"), options).Result;

        Assert.Null(result.Failure);
        Assert.Equal(["P10", "P10"], result.Bars.Select(static bar => bar.Case));
        Assert.All(result.Bars, static bar => Assert.True(double.IsFinite(bar.Measured)));
    }

    [Theory]
    [InlineData("/usr/share/dotnet/dotnet", true)]
    [InlineData("/repo/bin/Txaio.Actors.Benchmarks", false)]
    [InlineData("/repo/bin/Txaio.Actors.Benchmarks.exe", false)]
    public void Options_reach_the_process_however_this_one_was_started(string program, bool isTold)
    {
        Assert.True(CompareOptions.TryParse(["--quick", "--seconds", "7"], AllCases.Ids, out var options, out _));

        string[] told = isTold ? ["/repo/bin/Txaio.Actors.Benchmarks.dll"] : [];
        Assert.Equal(
            [.. told, "case", "--only", "P15", "--quick", "--seconds", "7"],
            Program.Arguments(
                program, "/repo/bin/Txaio.Actors.Benchmarks.dll", CaseProcess.Arguments("P15", options)));
    }

    [Fact]
    public void Process_that_ends_otherwise_is_a_case_that_failed()
    {
        var answer = CaseProcess.Measure(new Unknown(), new CompareOptions());

        Assert.Equal("P99 failed: its process ended with exit code 2.", answer.Result.Failure);
        Assert.Equal(("P99", "a title", "Nothing."), (answer.Result.Id, answer.Result.Title, answer.Result.Includes));
        Assert.Empty(answer.Result.Bars);
        Assert.Empty(answer.Growth);
    }

    private static ICase CaseOf(string id) =>
        AllCases.Create(new GrowthFigures()).Single(@case => @case.Id == id);

    private sealed class Unknown : ICase
    {
        public string Id => "P99";

        public string Title => "a title";

        public string Includes => "Nothing.";

        public void Run(CaseRun run) => throw new NotSupportedException("It is to run elsewhere.");
    }
}
