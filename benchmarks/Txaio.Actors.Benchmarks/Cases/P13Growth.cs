using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;
using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Cost against size.</summary>
internal sealed class P13Growth(GrowthFigures growth) : ICase
{
    private static readonly TimeSpan[] Few = TimerWork.Spread(10_000);

    public string Id => "P13";

    public string Title => "cost against size, from ten thousand to four million pending";

    public string Includes =>
        "As P5 with due times at random, and as P6, at each size. The first bar is the cost at the most "
        + "expensive size divided by the cost at the cheapest size. The second bar is the ratio at the size where "
        + "our cancel is slowest beside Timer.Dispose.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        TimerSubject Batched() => new TxaioBatched(system.Txaio, TimerWork.Bucket);
        TimerSubject Timers() => new SystemTimer();
        // Ten thousand calls end before the runtime has compiled a method with optimisation, so all sizes start warm.
        Rounds.WarmUp(
            TimerWork.Schedule(Batched, Few), TimerWork.Cancel(Batched, Few), TimerWork.Cancel(Timers, Few));
        var schedules = new List<double>();
        var worst = (Ratio: double.PositiveInfinity, Size: 0, Ours: 0.0, Theirs: 0.0);
        foreach (var size in GrowthFigures.Sizes(run.IsQuick))
        {
            var delays = TimerWork.Spread(size);
            var rounds = RoundsFor(run, size);
            var schedule = Rounds.Interleave(
                Math.Max(3, rounds), TimeSpan.Zero, TimerWork.Schedule(Batched, delays))[0];
            var cancel = Rounds.Interleave(
                rounds, TimeSpan.Zero, TimerWork.Cancel(Batched, delays), TimerWork.Cancel(Timers, delays));
            growth.Add(GrowthFigures.Schedule, schedule.Name, size, schedule.Nanoseconds);
            growth.Add(GrowthFigures.Cancel, cancel[0].Name, size, cancel[0].Nanoseconds);
            growth.Add(GrowthFigures.Cancel, cancel[1].Name, size, cancel[1].Nanoseconds);
            schedules.Add(schedule.Nanoseconds);
            if (cancel[1].Nanoseconds / cancel[0].Nanoseconds is var ratio && ratio < worst.Ratio)
                worst = (ratio, size, cancel[0].Nanoseconds, cancel[1].Nanoseconds);
        }

        run.Add("schedule, the most expensive size divided by the cheapest", "-", Quantity.Nanoseconds(schedules.Max()),
            Quantity.Nanoseconds(schedules.Min()), Statistics.Spread(schedules), Goal.AtMost(3));
        run.Faster($"random cancel, at the worst size ({worst.Size:N0})", "System.Threading.Timer",
            Quantity.Nanoseconds(worst.Ours), Quantity.Nanoseconds(worst.Theirs), Goal.AtLeast(1));
    }

    // Small sizes are quick, and their figures vary; large sizes are neither.
    private static int RoundsFor(CaseRun run, int size) =>
        run.IsQuick ? 3 : size <= 100_000 ? 9 : size <= 1_000_000 ? 2 : 1;
}
