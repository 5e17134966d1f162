using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Tests.Harness;

/// <summary>The figures that meet a goal.</summary>
public sealed class GoalTests
{
    [Theory]
    [InlineData(1.8, true)]
    [InlineData(1.79, false)]
    [InlineData(5, true)]
    public void AtLeast_holds_from_its_limit(double measured, bool holds) =>
        Assert.Equal(holds, Goal.AtLeast(1.8).IsHeldBy(measured));

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.61, false)]
    public void AtMost_holds_up_to_its_limit(double measured, bool holds) =>
        Assert.Equal(holds, Goal.AtMost(0.6).IsHeldBy(measured));

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(0.89, false)]
    public void AtLeast_even_holds_from_nine_tenths(double measured, bool holds) =>
        Assert.Equal(holds, Goal.AtLeast(1).IsHeldBy(measured));

    [Theory]
    [InlineData(1.11, true)]
    [InlineData(1.12, false)]
    public void AtMost_even_holds_up_to_ten_ninths(double measured, bool holds) =>
        Assert.Equal(holds, Goal.AtMost(1).IsHeldBy(measured));

    [Fact]
    public void AtMost_one_of_another_unit_is_exact() => Assert.False(Goal.AtMost(1, "B").IsHeldBy(1.01));

    [Fact]
    public void IsHeldBy_with_a_margin_gives_that_many_times_the_room()
    {
        Assert.True(Goal.AtLeast(3).IsHeldBy(2, margin: 1.5));
        Assert.False(Goal.AtLeast(3).IsHeldBy(1.99, margin: 1.5));
        Assert.True(Goal.AtMost(2).IsHeldBy(3, margin: 1.5));
        Assert.False(Goal.AtMost(2).IsHeldBy(3.01, margin: 1.5));
    }

    [Fact]
    public void IsHeldBy_no_number_is_false()
    {
        Assert.False(Goal.AtLeast(1).IsHeldBy(double.NaN));
        Assert.False(Goal.AtMost(1).IsHeldBy(double.NaN));
    }

    [Fact]
    public void ToString_names_limit_and_unit()
    {
        Assert.Equal("at least 1.8x", Goal.AtLeast(1.8).ToString());
        Assert.Equal("at most 32.0 B", Goal.AtMost(32, "B").ToString());
        Assert.Equal("-", Goal.Shown.ToString());
    }
}
