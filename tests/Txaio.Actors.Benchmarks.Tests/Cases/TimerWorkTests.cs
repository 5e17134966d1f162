using Txaio.Actors.Benchmarks.Cases;

namespace Txaio.Actors.Benchmarks.Tests.Cases;

public sealed class TimerWorkTests
{
    [Fact]
    public void Spread_is_the_same_each_time_and_within_its_range()
    {
        var delays = TimerWork.Spread(1_000);

        Assert.Equal(delays, TimerWork.Spread(1_000));
        Assert.All(delays, static delay => Assert.InRange(delay.TotalSeconds, 30, 90));
        Assert.InRange(delays.Select(static delay => (int)delay.TotalSeconds).Distinct().Count(), 55, 61);
    }

    [Fact]
    public void RandomOrder_has_every_index_once()
    {
        var order = TimerWork.RandomOrder(1_000);

        Assert.Equal(Enumerable.Range(0, 1_000), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 1_000), order);
    }
}
