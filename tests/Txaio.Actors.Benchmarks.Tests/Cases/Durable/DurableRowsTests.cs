using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Cases.Durable;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Tests.Cases.Durable;

public sealed class DurableRowsTests
{
    private static readonly DurableSubject Ours = new("ours", "ours") { IsOurs = true };
    private static readonly DurableSubject Fast = new("fast", "fast peer");
    private static readonly DurableSubject Slow = new("slow", "slow peer");

    [Fact]
    public void Goal_of_scheduling_is_for_the_best_peer_alone()
    {
        var bars = Bars(Rates(Ours, 300), Rates(DurableSubject.Store, 1_000), Rates(Slow, 1), Rates(Fast, 100));

        var goals = bars.Where(static bar => bar.Goal.Bound != Bound.None && bar.Peer != "-").ToList();
        Assert.Equal(
            ["schedule until stored, 16 in flight", "schedule until stored, 200 in flight",
                "schedule until stored, 5,000 in flight", "cancel by key, 200 in flight"],
            goals.Select(static bar => bar.Work));
        Assert.All(goals, static bar => Assert.Equal("fast peer", bar.Peer));
        Assert.All(goals, static bar => Assert.Equal(3, bar.Measured));
        Assert.Equal(
            [Verdict.Held, Verdict.Held, Verdict.Broken, Verdict.Broken], goals.Select(static bar => bar.Judge(1)));
    }

    [Fact]
    public void Goals_without_a_peer_bound_memory_recovery_and_what_a_kill_does()
    {
        var ours = new DurableFigures(Ours)
        {
            Pending = new PendingFigures(100, Heap: 201, Process: 1, Restart: 2.6, EmptyRestart: 2),
            Kill = new KillFigures(100, Lost: 1, Early: 1, Twice: 1, MedianLate: 1, LastLate: 5.1),
        };

        var bars = Bars(ours).ToList();

        Assert.Equal(
            ["heap for a pending call", "of which for the pending calls", "- lost", "- delivered before due",
                "- late, last"],
            bars.Select(static bar => bar.Work));
        Assert.All(bars, static bar => Assert.Equal(Verdict.Broken, bar.Judge(1)));
    }

    [Fact]
    public void Rows_without_ours_show_the_peers_and_have_no_goal()
    {
        var bars = Bars(Rates(Fast, 100), Rates(Slow, 1));

        Assert.Equal(10, bars.Count());
        Assert.All(bars, static bar => Assert.Equal(Verdict.Shown, bar.Judge(1)));
        Assert.All(bars, static bar => Assert.Equal("-", bar.Ours.ToString()));
        Assert.All(bars, static bar => Assert.Equal("-", bar.Goal.Text(bar.Measured)));
    }

    private static IEnumerable<Bar> Bars(params DurableFigures[] figures)
    {
        var run = new CaseRun(new P18DurableTimers(), new CompareOptions());
        new DurableRows(run, figures).Add();
        return run.Bars;
    }

    private static DurableFigures Rates(DurableSubject subject, double rate)
    {
        var figures = new DurableFigures(subject) { Cancelled = rate };
        foreach (var inFlight in DurableThroughput.InFlight)
            figures.Scheduled[inFlight] = rate;
        return figures;
    }
}
