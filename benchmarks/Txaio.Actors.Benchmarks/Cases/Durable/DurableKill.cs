using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>SIGKILL of one of two nodes while calls become due on both.</summary>
internal static class DurableKill
{
    private const int InFlight = 200;

    private static readonly TimeSpan DueWithin = TimeSpan.FromSeconds(20);
    // Duplicates come after the others.
    private static readonly TimeSpan Duplicates = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UntilKill = TimeSpan.FromSeconds(8);

    public static KillFigures Measure(
        DurableSubject subject, string connectionString, int calls, TimeSpan patience)
    {
        using var cluster = new DurableCluster(subject, connectionString);
        var other = cluster.Join();

        var first = DateTimeOffset.UtcNow + subject.Storing;
        var due = first.ToUnixTimeMilliseconds();
        var spread = (long)DueWithin.TotalMilliseconds;
        var done = cluster.Schedule(calls, InFlight, due, spread, 4 * subject.Storing);
        if (done.Count != calls || done.Elapsed > subject.Storing)
        {
            throw new BenchmarkFailedException(
                $"{subject.Name} stored {done.Count:N0} of {calls:N0} calls within {done.Elapsed.TotalSeconds:0.0} s; "
                + $"the first was due after {subject.Storing.TotalSeconds:0} s.");
        }

        Thread.Sleep(first + UntilKill - DateTimeOffset.UtcNow);
        other.Kill();
        var last = first + DueWithin;
        DurableWait.Until(
            () => cluster.Deliveries.Select(static delivery => delivery.Key).Distinct().Count() == calls,
            last - DateTimeOffset.UtcNow + patience);
        Thread.Sleep(Duplicates);
        return KillFigures.Of(
            [.. Enumerable.Range(0, calls).Select(key => due + spread * key / calls)], cluster.Deliveries);
    }
}
