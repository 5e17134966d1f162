using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The share of the time in which callbacks held a loop. The tests hand over each time.</summary>
public sealed class UtilizationWindowTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private readonly UtilizationWindow _window = new(0);

    [Fact]
    public void Utilization_within_the_first_second_covers_the_time_so_far()
    {
        Assert.Equal(0, _window.At(0, 0));
        Assert.Equal(0.5, _window.At(Second / 2, Second / 4));
        Assert.Equal(0.25, _window.At(Second, Second / 4));
    }

    [Fact]
    public void Each_collection_is_about_the_time_since_the_last()
    {
        Assert.Equal(1, _window.At(10 * Second, 10 * Second));
        Assert.Equal(0.1, _window.At(20 * Second, 11 * Second));
    }

    [Fact]
    public void Readers_that_come_together_get_the_same()
    {
        Assert.Equal(0.5, _window.At(10 * Second, 5 * Second));
        Assert.Equal(0.5, _window.At((10 * Second) + 1, 5 * Second));
        Assert.Equal(0.5, _window.At((11 * Second) - 1, 6 * Second));
        Assert.Equal(1, _window.At(11 * Second, 6 * Second));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(11, 1)]
    public void Utilization_stays_between_zero_and_one(long busy, double part) =>
        Assert.Equal(part, _window.At(10 * Second, busy * Second));
}
