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
                .. Enumerable.Range(2, 16).Concat([19, 20, 21, 22]).Select(static number => $"P{number}"),
                "P23", "P23s",
            ],
            AllCases.Ids);

    [Fact]
    public void Cases_say_what_their_figures_include() =>
        Assert.All(AllCases.Create(new GrowthFigures()), static @case =>
        {
            Assert.NotEmpty(@case.Title);
            Assert.EndsWith(".", @case.Includes, StringComparison.Ordinal);
        });
}
