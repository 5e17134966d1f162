using Txaio.Actors.Cluster.Tests.Faults.Stores;
using Txaio.Actors.ClusterNode;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>All nodes end, and other nodes start on the same store.</summary>
[Collection(TestServer.Name)]
public sealed class WholeClusterTests(TestServer server) : IDisposable
{
    private const int Calls = 100;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    private readonly Ledger _ledger = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-cluster-");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [FaultFact]
    public Task Pending_calls_are_delivered_after_all_processes_were_killed() =>
        AssertRestart(TestStores.Sqlite(_folder.FullName), static cluster => cluster.AddProcesses(2));

    [FaultFact(needsPostgres: true)]
    public Task Pending_calls_are_delivered_after_all_systems_have_ended() =>
        AssertRestart(TestStores.Postgres(server.NewDatabase()), static cluster => cluster.AddNode());

    [FaultFact]
    public async Task Missed_calls_are_dropped_if_the_timer_says_so()
    {
        var config = $"{TestStores.Sqlite(_folder.FullName)}\ntxaio.cluster.timers.expiry.missed = drop";
        await using (var cluster = await FaultCluster.Start(_ledger, config))
        {
            await cluster.AddNode();
            await Task.WhenAll(Enumerable.Range(0, Calls).SelectMany(i => new[]
            {
                cluster.Timer.Schedule($"missed-{i}", Soon, Orders.Target($"missed-{i}"), "").AsTask(),
                cluster.Timer.Schedule($"later-{i}", TimeSpan.FromDays(1), Orders.Target($"later-{i}"), "").AsTask(),
            }));
        }

        // Calls that were due before the end, on a slow machine.
        var delivered = _ledger.Delivered;
        Assert.InRange(delivered, 0, Calls - 1);
        await Task.Delay(Soon);
        await using var again = await FaultCluster.Start(_ledger, config);
        await again.AddNode();
        await FaultCluster.Until(
            () => again.Timer.Pending().AsTask().Result.Count == Calls, "The missed calls are still stored.");

        Assert.Equal(delivered, _ledger.Delivered);
        for (var i = 0; i < Calls; i++)
            Assert.NotNull((await again.Timer.Find($"later-{i}")).Call);
    }

    private async Task AssertRestart(string config, Func<FaultCluster, Task> addNodes)
    {
        DateTimeOffset due;
        await using (var cluster = await FaultCluster.Start(_ledger, config))
        {
            await addNodes(cluster);
            await _ledger.Schedule(cluster.Timer, "done", Calls, TimeSpan.Zero, TimeSpan.Zero);
            await _ledger.AssertKept(cluster.Report);
            await cluster.UntilEmpty();
            due = DateTimeOffset.UtcNow + Soon;
            await Task.WhenAll(
                _ledger.Schedule(cluster.Timer, "missed", Calls, Soon, Soon),
                _ledger.Schedule(cluster.Timer, "later", Calls, Soon, 3 * Soon),
                _ledger.Schedule(cluster.Timer, "cancelled", Calls, Soon, 3 * Soon));
            var cancels = Enumerable.Range(0, Calls).Select(i => _ledger.Cancel(cluster.Timer, $"cancelled-{i}"));
            Assert.DoesNotContain(false, await Task.WhenAll(cancels));
        }

        // On a slow machine a call may have come twice before the end.
        var done = Enumerable.Range(0, Calls).Select(i => _ledger.DeliveriesOf($"done-{i}").Count).ToList();
        if (due - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero)
            await Task.Delay(left);
        await using var again = await FaultCluster.Start(_ledger, config);
        await addNodes(again);

        // No request wakes the stripes.
        await _ledger.AssertKept(again.Report);
        await again.UntilEmpty();
        for (var i = 0; i < Calls; i++)
        {
            Assert.Equal(done[i], _ledger.DeliveriesOf($"done-{i}").Count);
            Assert.Empty(_ledger.DeliveriesOf($"cancelled-{i}"));
        }
    }
}
