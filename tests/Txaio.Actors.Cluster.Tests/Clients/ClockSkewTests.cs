using Txaio.Actors.Cluster.Clients;

namespace Txaio.Actors.Cluster.Tests.Clients;

public sealed class ClockSkewTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly List<string> _lines = [];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(2100, 2000)]
    [InlineData(-2000, -1999)]
    public void Measure_returns_what_the_round_trip_does_not_explain(int clock, int expected)
    {
        var skew = new ClockSkew("expiry", TimeSpan.Zero, _lines.Add)
            .Measure(Now, Now.AddMilliseconds(clock), Now.AddMilliseconds(100));
        Assert.Equal(expected, skew.TotalMilliseconds);
    }

    [Fact]
    public void Warning_comes_once_a_minute()
    {
        var skew = new ClockSkew("expiry", TimeSpan.FromSeconds(1), _lines.Add);
        for (var second = 0; second < 121; second++)
            skew.Measure(Now.AddSeconds(second), Now.AddSeconds(second + 2), Now.AddSeconds(second));
        Assert.Equal(3, _lines.Count);
        Assert.Contains("2.0 s ahead of", _lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_of_a_tenth_of_a_second_is_no_warning_without_a_margin()
    {
        var skew = new ClockSkew("expiry", TimeSpan.Zero, _lines.Add);
        skew.Measure(Now, Now.AddMilliseconds(100), Now);
        Assert.Empty(_lines);
        skew.Measure(Now, Now.AddMilliseconds(101), Now);
        Assert.Single(_lines);
    }

    [Fact]
    public void Difference_within_the_margin_is_no_warning()
    {
        var skew = new ClockSkew("expiry", TimeSpan.FromSeconds(1), _lines.Add);
        skew.Measure(Now, Now.AddSeconds(1), Now);
        skew.Measure(Now, Now.AddSeconds(-1), Now);
        Assert.Empty(_lines);
    }
}
