using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>What pending calls cost in memory, and when the process starts again after a SIGKILL.</summary>
internal static class DurablePending
{
    private const int DueWhileDown = 50;
    private const int InFlight = 200;

    // The calls are stored and the process is killed before they are due.
    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // Orleans' reminders that were missed tick a minute later.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    public static PendingFigures Measure(DurableSubject subject, string connectionString, int pending)
    {
        double? empty = null;
        if (subject.ReadsPendingAtStart)
        {
            using var cluster = new DurableCluster(subject, connectionString);
            empty = Restart(cluster);
        }

        using var filled = new DurableCluster(subject, connectionString);
        Fill(filled, 1_000);
        var before = filled.Node.Memory();
        var calls = Fill(filled, pending);
        var after = filled.Node.Memory();
        filled.MustHold(filled.NextKey);
        return new PendingFigures(
            calls,
            (after.Heap - before.Heap) / calls,
            (after.Process - before.Process) / calls,
            Restart(filled),
            empty);
    }

    private static int Fill(DurableCluster cluster, int count) => cluster.Schedule(
        count, InFlight, (DateTimeOffset.UtcNow + Hour).ToUnixTimeMilliseconds(), 0, Filling).Count;

    private static double Restart(DurableCluster cluster)
    {
        var first = cluster.NextKey;
        var due = DateTimeOffset.UtcNow + UntilDue;
        var done = cluster.Schedule(DueWhileDown, InFlight, due.ToUnixTimeMilliseconds(), 0, UntilDue);
        cluster.Node.Kill();
        if (done.Count < DueWhileDown || DateTimeOffset.UtcNow > due)
        {
            throw new BenchmarkFailedException(
                $"{cluster.Subject.Name} had stored {done.Count} of {DueWhileDown} calls after "
                + $"{done.Elapsed.TotalSeconds:0.0} s.");
        }

        Thread.Sleep(due - DateTimeOffset.UtcNow);
        var started = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        cluster.Restart();
        var keys = Enumerable.Range(first, DueWhileDown).ToHashSet();
        if (!DurableWait.Until(() => Delivered(cluster, keys).Count == DueWhileDown, Patience))
        {
            throw new BenchmarkFailedException($"{cluster.Subject.Name} delivered {Delivered(cluster, keys).Count} of "
                + $"{DueWhileDown} overdue calls within {Patience.TotalSeconds:0} s of its restart.");
        }

        return (Delivered(cluster, keys).Values.Max() - started) / 1000d;
    }

    private static Dictionary<int, long> Delivered(DurableCluster cluster, HashSet<int> keys) => cluster.Deliveries
        .Where(delivery => keys.Contains(delivery.Key))
        .GroupBy(static delivery => delivery.Key)
        .ToDictionary(static calls => calls.Key, static calls => calls.Min(static call => call.At));
}
