using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Tests.Harness;

/// <summary>
/// Measuring in rounds. These tests run alone, because other tests' allocations would be counted too.
/// </summary>
[Collection(nameof(RoundsTests))]
[CollectionDefinition(nameof(RoundsTests), DisableParallelization = true)]
public sealed class RoundsTests
{
    [Fact]
    public void Interleave_runs_the_sides_in_turn_and_each_first_in_half_of_the_rounds()
    {
        var ran = new List<string>();

        var sides = Rounds.Interleave(2, Noting("a", ran), Noting("b", ran));

        Assert.Equal(["a", "b"], sides.Select(static side => side.Name));
        Assert.All(sides, static side => Assert.Equal(2, side.Samples.Count));
        Assert.Equal(["a", "b", "b", "a"], ran[^4..]);
    }

    [Fact]
    public void Interleave_prepares_and_finishes_each_run_outside_of_the_measurement()
    {
        var steps = new List<string>();
        var junk = new List<byte[]>();
        var work = new Work("a", 1, () => steps.Add("run"))
        {
            Prepare = () => junk.Add(new byte[1_000_000]),
            Finish = () => steps.Add("finish"),
        };

        var side = Rounds.Interleave(1, work)[0];

        Assert.Equal(["run", "finish"], steps[^2..]);
        Assert.InRange(side.Bytes, 0, 900_000);
    }

    [Fact]
    public void Interleave_lets_a_failure_through()
    {
        var work = new Work("a", 1, static () => throw new BenchmarkFailedException("not done"));

        Assert.Throws<BenchmarkFailedException>(() => Rounds.Interleave(1, work));
    }

    private static Work Noting(string name, List<string> ran) => new(name, 1, () => ran.Add(name));
}
