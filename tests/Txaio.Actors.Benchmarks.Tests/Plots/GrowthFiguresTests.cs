using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Tests.Plots;

public sealed class GrowthFiguresTests
{
    [Fact]
    public void Of_gives_a_line_for_each_name_in_order_of_size()
    {
        var growth = new GrowthFigures();
        growth.Add(GrowthFigures.Fire, "a", 100, 2);
        growth.Add(GrowthFigures.Fire, "a", 10, 1);
        growth.Add(GrowthFigures.Fire, "b", 10, 3);
        growth.Add(GrowthFigures.Cancel, "a", 10, 4);

        var lines = growth.Of(GrowthFigures.Fire).ToDictionary(static line => line.Name, static line => line.Points);

        Assert.Equal(["a", "b"], lines.Keys);
        Assert.Equal([10, 100], lines["a"].Keys);
        Assert.Equal([1.0, 2.0], lines["a"].Values);
        Assert.True(growth.Has(GrowthFigures.Cancel, "a", 10));
        Assert.False(growth.Has(GrowthFigures.Cancel, "a", 100));
    }
}
