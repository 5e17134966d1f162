using Samples;
using Txaio.Actors.Benchmarks.Cases.Durable;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;
using Txaio.Actors.Benchmarks.Tests.Servers;

namespace Txaio.Actors.Benchmarks.Tests.Cases.Durable;

/// <summary>Nodes as processes on a real server; skipped where PostgreSQL is not installed.</summary>
public sealed class DurableClusterTests
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public void MustHold_another_number_of_calls_than_the_store_has_throws()
    {
        using var server = Started();
        using var cluster = new DurableCluster(DurableSubject.Store, server.ConnectionString);

        var scheduled = cluster.Schedule(100, 16, InAnHour, 0, AtMost);
        var cancelled = cluster.Node.Cancel(50, 100, 16, AtMost);

        Assert.Equal((100, 100), (scheduled.Count, cluster.NextKey));
        Assert.Equal((100, 50), (cancelled.Count, cancelled.Found));
        cluster.MustHold(50);
        Assert.Throws<BenchmarkFailedException>(() => cluster.MustHold(51));
    }

    [PostgresFact]
    public void Persistent_actors_deliver_after_a_kill_and_a_restart() =>
        DeliversAfterRestart(DurableSubject.PersistentActor);

    [PostgresFact]
    public void Durable_timers_deliver_after_a_kill_and_a_restart() => DeliversAfterRestart(DurableSubject.Ours);

    [PostgresFact]
    public void Node_of_an_unknown_scheduler_fails_with_its_own_words()
    {
        using var server = Started();

        var error = Assert.Throws<BenchmarkFailedException>(
            () => new DurableCluster(new DurableSubject("nonsense", "nonsense"), server.ConnectionString));

        Assert.Contains("NAME one of txaio, txaioshared, npgsql, wolverine", error.Message, StringComparison.Ordinal);
    }

    private static void DeliversAfterRestart(DurableSubject subject)
    {
        using var server = Started();
        using var cluster = new DurableCluster(subject, server.ConnectionString);
        cluster.Schedule(5, 5, DateTimeOffset.UtcNow.AddSeconds(2).ToUnixTimeMilliseconds(), 0, AtMost);

        cluster.Node.Kill();
        cluster.Restart();

        Assert.True(DurableWait.Until(() => cluster.Deliveries.Count() == 5, Patience));
        Assert.True(DurableWait.Until(() => cluster.Node.CountPending() == 0, Patience));
    }

    private static long InAnHour => DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();

    private static PostgresServer Started()
    {
        Assert.True(PostgresServer.TryStart(out var server, out var why), why);
        return server;
    }
}
