using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Tests.Harness;

/// <summary>The ratios of bars. A ratio above one means that this library is better.</summary>
public sealed class BarTests
{
    private static readonly Measurement Ours = new("ours", [new Sample(100, 30, 0)]);
    private static readonly Measurement Theirs = new("theirs", [new Sample(250, 120, 0)]);

    [Fact]
    public void Speed_is_the_peers_time_by_ours()
    {
        var bar = Bar.Speed("P1", "work", Ours, Theirs, Goal.AtLeast(2.5));

        Assert.Equal(2.5, bar.Measured);
        Assert.Equal("theirs", bar.Peer);
        Assert.Equal(Verdict.Held, bar.Judge(1));
    }

    [Fact]
    public void Speed_is_the_median_of_the_rounds_own_ratios()
    {
        // The machine was twice as slow in the second round. In the third round only our work was twice as slow.
        var ours = new Measurement("ours", [new Sample(100, 0, 0), new Sample(200, 0, 0), new Sample(200, 0, 0)]);
        var theirs = new Measurement("theirs", [new Sample(150, 0, 0), new Sample(300, 0, 0), new Sample(150, 0, 0)]);

        var bar = Bar.Speed("P1", "work", ours, theirs, Goal.AtLeast(1));

        Assert.Equal(1.5, bar.Measured);
        Assert.Equal(200, bar.Ours.Value);
        Assert.Equal(150, bar.Theirs!.Value.Value);
    }

    [Fact]
    public void Rate_shows_operations_in_a_second_and_measures_as_speed_does()
    {
        var bar = Bar.Rate("P17", "work", Ours, Theirs, "calls/s", Goal.AtLeast(1));

        Assert.Equal(2.5, bar.Measured);
        Assert.Equal("10,000,000 calls/s", bar.Ours.ToString());
        Assert.Equal("4,000,000 calls/s", bar.Theirs.ToString());
    }

    [Fact]
    public void Speed_of_sides_that_did_not_take_turns_is_refused()
    {
        var once = new Measurement("theirs", [new Sample(1, 0, 0)]);
        var twice = new Measurement("ours", [new Sample(1, 0, 0), new Sample(1, 0, 0)]);

        Assert.Throws<ArgumentException>(() => Bar.Speed("P1", "work", twice, once, Goal.AtLeast(1)));
    }

    [Fact]
    public void Bytes_are_ours_by_the_peers()
    {
        var bar = Bar.Bytes("P1", "work", Ours, Theirs, Goal.AtMost(0.2));

        Assert.Equal(0.25, bar.Measured);
        Assert.Equal(Verdict.Broken, bar.Judge(1));
        Assert.Equal(Verdict.Held, bar.Judge(1.5));
    }

    [Fact]
    public void Absolute_is_our_figure()
    {
        var bar = Bar.Absolute("P5", "work", Quantity.Bytes(33), Goal.AtMost(32, "B"));

        Assert.Equal(33, bar.Measured);
        Assert.Null(bar.Theirs);
        Assert.Equal(Verdict.Broken, bar.Judge(1));
    }

    [Fact]
    public void Judge_without_a_goal_is_shown() =>
        Assert.Equal(Verdict.Shown, Bar.Speed("P1", "work", Theirs, Ours, Goal.Shown).Judge(1));

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(0.256, "0.26 ns")]
    [InlineData(42.34, "42.3 ns")]
    [InlineData(1234.5, "1,234 ns")]
    [InlineData(-13, "-13.0 ns")]
    public void Quantity_is_written_with_three_figures_or_so(double value, string expected) =>
        Assert.Equal(expected, Quantity.Nanoseconds(value).ToString());
}
