using Txaio.Actors.Soak.Judging;

namespace Txaio.Actors.Tests.Soak;

/// <summary>The soak program's judgement of the memory.</summary>
public sealed class MemoryCheckTests
{
    private const int Cycles = 50;

    private readonly MemoryCheck _check = new();

    [Fact]
    public void Mistake_of_flat_memory_with_a_start_and_outliers_is_none()
    {
        for (var i = 0; i < Cycles; i++)
            _check.Add(i < Cycles / 3 ? i * MemoryCheck.Limit : 20_000_000 + (i % 7 == 0 ? 50_000_000 : i % 3 * 1_000));

        Assert.Null(_check.Mistake);
    }

    [Fact]
    public void Mistake_of_memory_that_grows_names_the_growth()
    {
        for (var i = 0; i < Cycles; i++)
            _check.Add(20_000_000 + (i * 20_000));

        Assert.Contains("grew by", _check.Mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_of_few_cycles_says_so()
    {
        _check.Add(1);

        Assert.False(_check.CanBeJudged);
        Assert.Contains("too few", _check.Mistake, StringComparison.Ordinal);
    }
}
