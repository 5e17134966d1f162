using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Tests.Cases;

public sealed class AllCasesTests
{
    [Fact]
    public void Ids_are_those_of_the_contract() =>
        Assert.Equal(
            [
                "P1", "P1b", "P1c",
                .. Enumerable.Range(2, 17).Select(static number => $"P{number}"),
                "P18a",
                .. Enumerable.Range(19, 5).Select(static number => $"P{number}"),
                "P23s",
            ],
            AllCases.Ids);

    [Fact]
    public void Cases_say_what_their_figures_include() =>
        Assert.All(AllCases.Create(new GrowthFigures()), static @case =>
        {
            Assert.NotEmpty(@case.Title);
            Assert.EndsWith(".", @case.Includes, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--quick")]
    [InlineData(false, "--only", "P10")]
    [InlineData(true, "--only", "P18")]
    [InlineData(true, "--only", "P18", "--quick")]
    public void Case_of_slow_peers_is_run_only_when_it_is_named(bool isRun, params string[] args)
    {
        Assert.True(CompareOptions.TryParse(args, AllCases.Ids, out var options, out _));
        var named = AllCases.Create(new GrowthFigures()).Single(static @case => @case.Id == "P18");

        Assert.Equal(isRun, CompareCommand.IsWanted(named, options));
    }

    [Theory]
    [InlineData]
    [InlineData("--quick")]
    [InlineData("--only", "P18a")]
    public void Case_of_the_persistent_actor_is_run_in_quick_and_full_runs(params string[] args)
    {
        Assert.True(CompareOptions.TryParse(args, AllCases.Ids, out var options, out _));
        var named = AllCases.Create(new GrowthFigures()).Single(static @case => @case.Id == "P18a");

        Assert.True(CompareCommand.IsWanted(named, options));
    }
}
