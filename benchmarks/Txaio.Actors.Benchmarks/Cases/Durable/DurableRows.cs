using System.Globalization;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>
/// The rows of P18: a row for each work and scheduler, with ours beside it. Where ours is missing, its column is empty,
/// and no row has a goal.
/// </summary>
internal sealed class DurableRows(CaseRun run, IReadOnlyList<DurableFigures> all)
{
    private static readonly IReadOnlyDictionary<int, double> GoalOfScheduling = new Dictionary<int, double>
    {
        [16] = 1,
        [200] = 1.5,
        [5_000] = 4,
    };

    private readonly DurableFigures? _ours = all.FirstOrDefault(static figures => figures.Subject.IsOurs);
    private readonly List<DurableFigures> _others = [.. all.Where(static figures => !figures.Subject.IsOurs)];

    public void Add()
    {
        foreach (var inFlight in DurableThroughput.InFlight)
        {
            AddRate(
                $"schedule until stored, {inFlight.ToString("N0", CultureInfo.InvariantCulture)} in flight",
                figures => figures.Scheduled.TryGetValue(inFlight, out var rate) ? rate : null,
                GoalOfScheduling.TryGetValue(inFlight, out var goal) ? goal : null);
        }

        AddRate("cancel by key, 200 in flight", static figures => figures.Cancelled, 10);
        AddFigure("heap for a pending call", "B", static figures => figures.Pending?.Heap, Goal.AtMost(200, "B"));
        AddFigure("process for a pending call", "B", static figures => figures.Pending?.Process);
        AddFigure("calls pending in the rows of memory and restart", "", static figures => figures.Pending?.Calls);
        AddFigure("restart until overdue calls are delivered", "s", static figures => figures.Pending?.Restart);
        AddFigure("of which for the pending calls", "s",
            static figures => figures.Pending is { EmptyRestart: { } empty } pending
                ? Math.Max(0, pending.Restart - empty)
                : null,
            Goal.AtMost(0.5, "s"));
        AddFigure("SIGKILL of one of two nodes, calls", "", static figures => figures.Kill?.Calls);
        AddFigure("- lost", "", static figures => figures.Kill?.Lost, Goal.AtMost(0, ""));
        AddFigure("- delivered before due", "", static figures => figures.Kill?.Early, Goal.AtMost(0, ""));
        AddFigure("- delivered twice", "", static figures => figures.Kill?.Twice);
        AddFigure("- late, median", "s", static figures => figures.Kill?.MedianLate);
        AddFigure("- late, last", "s", static figures => figures.Kill?.LastLate, Goal.AtMost(5, "s"));
    }

    // The goal is for the best of the schedulers, not for the store, which delivers nothing.
    private void AddRate(string work, Func<DurableFigures, double?> rateOf, double? goal)
    {
        var best = _others.Where(static other => other.Subject.Delivers).MaxBy(other => rateOf(other) ?? 0);
        foreach (var other in _others)
        {
            if (rateOf(other) is not { } theirs)
                continue;
            var ours = _ours is null ? null : rateOf(_ours);
            run.Add(
                work,
                other.Subject.Name,
                new Quantity(ours ?? double.NaN, "calls/s"),
                new Quantity(theirs, "calls/s"),
                ours / theirs ?? double.NaN,
                ours is not null && other == best && goal is { } times ? Goal.AtLeast(times) : Goal.Shown);
        }
    }

    private void AddFigure(string work, string unit, Func<DurableFigures, double?> figureOf, Goal? goal = null)
    {
        var ours = _ours is null ? null : figureOf(_ours);
        if (ours is { } mine && goal is not null)
            run.Absolute(work, new Quantity(mine, unit), goal);
        foreach (var other in _others)
        {
            if (figureOf(other) is not { } theirs)
                continue;
            run.Add(work, other.Subject.Name, new Quantity(ours ?? double.NaN, unit), new Quantity(theirs, unit),
                ours ?? double.NaN, Goal.ShownIn(unit));
        }
    }
}
