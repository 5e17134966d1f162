using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Tests.Harness;

public sealed class StatisticsTests
{
    [Fact]
    public void Median_is_the_middle_of_the_sorted_values()
    {
        Assert.Equal(3, Statistics.Median([3]));
        Assert.Equal(2, Statistics.Median([9, 1, 2]));
        Assert.Equal(2.5, Statistics.Median([4, 1, 2, 3]));
    }

    [Fact]
    public void Median_of_nothing_is_an_error() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(99.5, 100)]
    [InlineData(100, 100)]
    public void Percentile_is_the_nearest_rank(double percent, double expected) =>
        Assert.Equal(
            expected, Statistics.Percentile(Enumerable.Range(1, 100).Reverse().Select(i => (double)i), percent));

    [Fact]
    public void Percentile_of_one_value_is_that_value() => Assert.Equal(4, Statistics.Percentile([4], 99));

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void Percentile_out_of_range_is_an_error(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Percentile([1], percent));

    [Fact]
    public void Spread_is_the_largest_by_the_smallest() => Assert.Equal(4, Statistics.Spread([3, 2, 8]));

    [Fact]
    public void Measurement_takes_the_median_of_each_figure()
    {
        var measurement = new Measurement("x", [new Sample(1, 30, 9), new Sample(2, 10, 7), new Sample(9, 20, 8)]);

        Assert.Equal((2, 20, 8), (measurement.Nanoseconds, measurement.Bytes, measurement.CpuNanoseconds));
    }
}
