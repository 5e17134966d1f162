using System.Diagnostics;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Tests.Faults.Stores;
using Txaio.Actors.ClusterNode;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>
/// A PostgreSQL server that is stopped and started, or hangs, while stripes work. The settings of the failing store are
/// the defaults, but for the times after which a store that hangs counts as failed.
/// </summary>
[Collection(TestServer.Name)]
public sealed class ServerOutageTests(TestServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Calls = 200;

    // More than the failures in a row after which Akka's circuit breakers open: 5 of the snapshot store, 10 of the
    // journal.
    private const int Attempts = 60;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private readonly Ledger _ledger = new();
    private FaultCluster? _cluster;

    private FaultCluster Cluster => _cluster!;

    public async Task InitializeAsync()
    {
        if (!Samples.PostgresServer.IsInstalled)
            return;
        _cluster = await FaultCluster.Start(
            _ledger,
            $$"""
            {{TestStores.Postgres(server.NewDatabase())}}
            txaio.cluster {
              journal { circuit-breaker.call-timeout = 1s, recovery-event-timeout = 2s }
              snapshot-store.circuit-breaker.call-timeout = 1s
              timers.expiry.request-timeout = 5s
            }
            """);
        await _cluster.AddNode();
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [FaultFact(needsPostgres: true)]
    public async Task Server_that_stops_fails_schedules_at_once_and_deliveries_go_on_when_it_starts()
    {
        await _ledger.Schedule(Cluster.Timer, "before", Calls, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        var during = _ledger.Schedule(Cluster.Timer, "during", Calls, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        server.Server.Stop();
        try
        {
            await AssertSchedulesFail("the store failed: |the stripe cannot recover from its store: ", 2);
        }
        finally
        {
            server.Server.Start();
        }

        await AssertDeliveriesGoOn(during);
    }

    [FaultFact(needsPostgres: true)]
    public async Task Server_that_hangs_fails_schedules_after_its_time_and_deliveries_go_on_afterwards()
    {
        await _ledger.Schedule(Cluster.Timer, "before", Calls, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        var during = _ledger.Schedule(Cluster.Timer, "during", Calls, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        // The plugins may block while they wait for a connection: then the client's request-timeout ends the wait.
        using (new PausedServer(server.Server))
        {
            await AssertSchedulesFail(
                "the store failed: |the stripe cannot recover from its store: |within 5 s \\(request-timeout\\)", 10);
        }

        await AssertDeliveriesGoOn(during);
    }

    private async Task AssertSchedulesFail(string reasons, int seconds)
    {
        var watch = Stopwatch.StartNew();
        var schedules = Enumerable.Range(0, Attempts).Select(async i =>
        {
            await Task.Delay(i * 50);
            await Cluster.Timer.Schedule($"failed-{i}", TimeSpan.FromDays(1), Orders.Target("none"), "");
        });
        foreach (var schedule in schedules.ToList())
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => schedule.WaitAsync(Soon));
            Assert.Matches(reasons, error.Message);
        }

        output.WriteLine($"{Attempts} schedules, made in {Attempts * 50} ms, failed in {watch.Elapsed}");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds((Attempts * 0.05) + seconds));
    }

    private async Task AssertDeliveriesGoOn(Task during)
    {
        var watch = Stopwatch.StartNew();
        await during.WaitAsync(Soon);
        await _ledger.AssertKept(Cluster.Report);
        output.WriteLine(
            $"all were delivered {watch.Elapsed} after the server went on; {_ledger.Duplicates} duplicates, "
            + $"{_ledger.Failures.Count} failures during the outage");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);

        // A schedule that failed is either stored or not: a cancel finds it at most once.
        for (var i = 0; i < Attempts; i++)
        {
            await _ledger.Cancel(Cluster.Timer, $"failed-{i}");
            Assert.False(await _ledger.Cancel(Cluster.Timer, $"failed-{i}"));
        }

        await Cluster.UntilEmpty();
    }
}
