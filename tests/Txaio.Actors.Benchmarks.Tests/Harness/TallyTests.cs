using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Tests.Harness;

/// <summary>A tally fails when work was not done, or was done too often.</summary>
public sealed class TallyTests
{
    [Fact]
    public void Wait_after_the_last_hit_returns()
    {
        using var tally = new Tally(2);
        tally.Hit(3);
        tally.Hit(4);

        tally.Wait(expectedSum: 7);
    }

    [Fact]
    public void Wait_with_another_sum_fails()
    {
        using var tally = new Tally(1);
        tally.Hit(3);

        Assert.Throws<BenchmarkFailedException>(() => tally.Wait(expectedSum: 4));
    }

    [Fact]
    public void Wait_with_a_hit_too_many_fails()
    {
        using var tally = new Tally(1);
        tally.Hit();
        tally.Hit();

        Assert.Throws<BenchmarkFailedException>(() => tally.Wait());
    }
}
