using Txaio.Actors.Cluster.Tests.Faults.Stores;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>Nodes that leave, are killed, or are paused for so long that the others take them for dead.</summary>
[Collection(TestServer.Name)]
public sealed class LostNodeTests(TestServer server, ITestOutputHelper output) : IAsyncLifetime
{
    // Longer than the ledger waits: stripes start only because they are handed over or woken after the loss of a node.
    private const string NoWakes = "txaio.cluster.timers.expiry.wake-interval = 2m";

    // And what was lost with a node comes again only because the loss is noticed. Not for tests in which shards move:
    // Akka drops what reaches a shard at the beginning of its move.
    private const string NoRepeats =
        $"{NoWakes}\ntxaio.cluster.timers.expiry {{ resend = 2m, retry.min-backoff = 2m }}";

    private readonly Ledger _ledger = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-cluster-");
    private FaultCluster? _cluster;

    private FaultCluster Cluster => _cluster!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [FaultFact]
    public async Task Rolling_restart_under_load_loses_no_call_and_fails_no_schedule()
    {
        _cluster = await FaultCluster.Start(_ledger, $"{TestStores.Sqlite(_folder.FullName)}\n{NoWakes}");
        var nodes = new[] { await Cluster.AddNode(), await Cluster.AddNode(), await Cluster.AddNode() };
        await Cluster.UntilSpread(3);
        var load = new Load(_ledger, Cluster);

        foreach (var node in nodes)
        {
            await Cluster.AddNode();
            await FaultCluster.Leave(node);
        }

        await load.End();
        await AssertKept();
        Assert.Empty(_ledger.Failures);
    }

    [FaultFact]
    public async Task Stripes_that_move_to_a_new_node_deliver_there_without_a_request()
    {
        _cluster = await FaultCluster.Start(_ledger, $"{TestStores.Sqlite(_folder.FullName)}\n{NoWakes}");
        await Cluster.AddNode();
        await _ledger.Schedule(Cluster.Timer, "quiet", 200, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));

        await Cluster.AddNode();

        await Cluster.UntilSpread(2);
        await AssertKept();
    }

    [FaultFact]
    public async Task Killed_process_loses_no_call_under_load_and_none_of_a_stripe_without_requests()
    {
        _cluster = await FaultCluster.Start(_ledger, $"{TestStores.Sqlite(_folder.FullName)}\n{NoRepeats}");
        var nodes = await Cluster.AddProcesses(3);
        await Cluster.UntilSpread(3);
        var load = new Load(_ledger, Cluster);
        await load.Reached(200);

        nodes[0].Kill();

        await load.Reached(load.Count + 400);
        await load.End();
        await _ledger.Schedule(Cluster.Timer, "quiet", 200, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));

        await Cluster.UntilSpread(2);
        nodes[1].Kill();

        await AssertKept();
    }

    [FaultFact(needsPostgres: true)]
    public async Task Paused_process_neither_loses_a_call_nor_delivers_one_that_was_cancelled_meanwhile()
    {
        const int Calls = 100;
        _cluster = await FaultCluster.Start(
            _ledger,
            $"""
            {TestStores.Postgres(server.NewDatabase())}
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            """);
        var nodes = await Cluster.AddProcesses(3);
        await Cluster.UntilSpread(3);
        // From now on each node has orders of its own, which it reaches when it reaches no other node.
        await _ledger.Schedule(Cluster.Timer, "first", Calls, TimeSpan.Zero, TimeSpan.Zero);
        await _ledger.AssertKept(Cluster.Report);
        var due = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(12);
        await _ledger.Schedule(Cluster.Timer, "kept", Calls, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12));
        await _ledger.Schedule(Cluster.Timer, "cancelled", Calls, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(12));

        nodes[0].Pause();
        try
        {
            var cancels = Enumerable.Range(0, Calls).Select(i => _ledger.Cancel(Cluster.Timer, $"cancelled-{i}"));
            Assert.DoesNotContain(false, await Task.WhenAll(cancels));
            output.WriteLine($"cancelled {due - DateTimeOffset.UtcNow} before the calls were due");
            await FaultCluster.Until(() => DateTimeOffset.UtcNow > due + TimeSpan.FromSeconds(0.5), "");
        }
        finally
        {
            nodes[0].Continue();
        }

        await nodes[0].WaitForLine(static line => line.Contains("stops and will recover: the store failed: "));
        await nodes[0].WaitForLine(static line => line == "ended");
        await AssertKept();
    }

    private async Task AssertKept()
    {
        await _ledger.AssertKept(Cluster.Report);
        await Cluster.UntilEmpty();
        output.WriteLine(
            $"{_ledger.Delivered} calls were delivered, {_ledger.Duplicates} times again; "
            + $"{_ledger.Failures.Count} failures before they were stored");
        foreach (var failure in _ledger.Failures.Take(5))
            output.WriteLine($"{failure.GetType().Name}: {failure.Message}");
    }
}
