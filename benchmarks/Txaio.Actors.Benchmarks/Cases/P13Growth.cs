using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;
using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Cost against size.</summary>
internal sealed class P13Growth(GrowthFigures growth) : ICase
{
    public string Id => "P13";

    public string Title => "cost against size, from ten thousand to four million pending";

    public string Includes =>
        "As P5 (a) and P6 at each size. The first bar is the dearest size against the cheapest; the second the size at "
        + "which we are slowest beside Timer.Dispose.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        TimerSubject Batched() => new TxaioBatched(system.Txaio, TimerWork.Bucket);
        TimerSubject Timers() => new SystemTimer();
        var schedules = new List<double>();
        var worst = (Ratio: double.PositiveInfinity, Size: 0, Ours: 0.0, Theirs: 0.0);
        foreach (var size in GrowthFigures.Sizes(run.IsQuick))
        {
            var delays = TimerWork.Spread(size);
            var sides = Rounds.Interleave(
                RoundsFor(run, size),
                // What the small sizes have warmed up is warm.
                size < 1_000_000 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
                TimerWork.Schedule(Batched, delays),
                TimerWork.Cancel(Batched, delays),
                TimerWork.Cancel(Timers, delays));
            growth.Add(GrowthFigures.Schedule, sides[0].Name, size, sides[0].Nanoseconds);
            growth.Add(GrowthFigures.Cancel, sides[1].Name, size, sides[1].Nanoseconds);
            growth.Add(GrowthFigures.Cancel, sides[2].Name, size, sides[2].Nanoseconds);
            schedules.Add(sides[0].Nanoseconds);
            if (sides[2].Nanoseconds / sides[1].Nanoseconds is var ratio && ratio < worst.Ratio)
                worst = (ratio, size, sides[1].Nanoseconds, sides[2].Nanoseconds);
        }

        run.Add("schedule, the dearest size against the cheapest", "-", Quantity.Nanoseconds(schedules.Max()),
            Quantity.Nanoseconds(schedules.Min()), Statistics.Spread(schedules), Goal.AtMost(3));
        run.Faster($"random cancel, at the worst size ({worst.Size:N0})", "System.Threading.Timer",
            Quantity.Nanoseconds(worst.Ours), Quantity.Nanoseconds(worst.Theirs), Goal.AtLeast(1));
    }

    // Small sizes are quick and noisy, large ones neither.
    private static int RoundsFor(CaseRun run, int size) =>
        run.IsQuick ? 3 : size <= 100_000 ? 5 : size <= 1_000_000 ? 2 : 1;
}
