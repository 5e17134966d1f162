using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

public sealed class HoconDurationsTests
{
    [Theory]
    [InlineData("200ms", 2_000_000)]
    [InlineData("0.2s", 2_000_000)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("2 minutes", 1_200_000_000)]
    [InlineData("1d", 864_000_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("3 micros", 30)]
    [InlineData("3us", 30)]
    [InlineData("100ns", 1)]
    [InlineData("49ns", 0)]
    [InlineData("0s", 0)]
    public void Parse_of_number_and_unit_gives_ticks(string text, long expected)
    {
        Assert.True(HoconDurations.TryParseTicks(text, out var ticks));
        Assert.Equal(expected, ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("5 s ")]
    [InlineData(".5s")]
    [InlineData("5.s")]
    [InlineData("1,000ms")]
    [InlineData("1e3s")]
    [InlineData("5Seconds")]
    [InlineData("5 weeks")]
    [InlineData("0x5s")]
    [InlineData("1s1s")]
    public void Parse_of_other_text_returns_false(string text) =>
        Assert.False(HoconDurations.TryParseTicks(text, out _));

    [Fact]
    public void Parse_of_a_number_without_end_gives_more_ticks_than_fit()
    {
        Assert.True(HoconDurations.TryParseTicks(new string('9', 400) + "d", out var ticks));
        Assert.True(ticks > long.MaxValue);
    }
}
