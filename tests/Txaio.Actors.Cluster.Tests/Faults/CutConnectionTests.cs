using Npgsql;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Tests.Faults.Stores;
using Txaio.Actors.ClusterNode;
using StripeRecord = Txaio.Actors.Cluster.Serialization.StripeRecord;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>The connection to PostgreSQL is cut in the middle of a write.</summary>
[Collection(TestServer.Name)]
public sealed class CutConnectionTests(TestServer server) : IAsyncLifetime
{
    private const int Calls = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Ledger _ledger = new();
    private string _database = "";
    private LinkProxy? _link;
    private FaultCluster? _cluster;

    private FaultCluster Cluster => _cluster!;

    private LinkProxy Link => _link!;

    public async Task InitializeAsync()
    {
        if (!Samples.PostgresServer.IsInstalled)
            return;
        _database = server.NewDatabase();
        _link = new LinkProxy(server.Server.Port);
        _cluster = await FaultCluster.Start(
            _ledger, $"{TestStores.Postgres(_database, _link.Port)}\ntxaio.cluster.timers.expiry.stripes = 1");
        await _cluster.AddNode();
        await _ledger.Schedule(Cluster.Timer, "before", 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _link?.Dispose();
    }

    [FaultFact(needsPostgres: true)]
    public async Task Write_that_is_cut_before_the_commit_fails_and_stores_nothing()
    {
        var cut = Link.BreakInRequest("INSERT"u8.ToArray());
        var schedules = ScheduleAll();
        await cut.WaitAsync(Patience);
        await AssertAllFail(schedules);
        Link.Heal();

        await _ledger.AssertKept(Cluster.Report);
        Assert.Equal(0, await DeliveredOf(schedules.Count));
    }

    [FaultFact(needsPostgres: true)]
    public async Task Write_whose_commit_has_no_reply_fails_and_stores_the_whole_batch()
    {
        var cut = Link.BreakBeforeReply("COMMIT"u8.ToArray());
        var schedules = ScheduleAll();
        await cut.WaitAsync(Patience);
        await AssertAllFail(schedules);
        var batch = StoredCalls();
        Link.Heal();

        await _ledger.AssertKept(Cluster.Report);
        Assert.InRange(batch, 1, Calls);
        Assert.Equal(batch, await DeliveredOf(schedules.Count));
    }

    [FaultFact(needsPostgres: true)]
    public async Task Calls_are_stored_and_delivered_while_connections_are_cut_again_and_again()
    {
        for (var round = 0; round < 10; round++)
        {
            // The commit of a write, of a recovery or of a deletion.
            var cut = Link.BreakBeforeReply("COMMIT"u8.ToArray());
            var schedules = _ledger.Schedule(
                Cluster.Timer, $"round-{round}", 20, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            await cut.WaitAsync(Patience);
            Link.Heal();
            await schedules.WaitAsync(Patience);
        }

        await _ledger.AssertKept(Cluster.Report);
        await Cluster.UntilEmpty();
    }

    private List<Task<DurableCallScheduled>> ScheduleAll() =>
    [
        .. Enumerable.Range(0, Calls).Select(i => Cluster.Timer
            .Schedule($"cut-{i}", TimeSpan.FromMilliseconds(500), Orders.Target($"cut-{i}"), "").AsTask())
    ];

    private static async Task AssertAllFail(List<Task<DurableCallScheduled>> schedules)
    {
        foreach (var schedule in schedules)
            await Assert.ThrowsAsync<DurableTimerException>(() => schedule.WaitAsync(Patience));
    }

    // The calls of one batch are one event, and later batches have failed, too.
    private int StoredCalls()
    {
        using var connection = new NpgsqlConnection(_database);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT message FROM journal", connection);
        using var reader = command.ExecuteReader();
        var events = new List<int>();
        while (reader.Read())
        {
            var stored = new List<string>();
            new StripeRecord((byte[])reader[0]).Read(
                call => stored.Add(call.Unpack().Key), static _ => { }, static _ => { }, static _ => { });
            if (stored.Any(static key => key.StartsWith("cut-", StringComparison.Ordinal)))
                events.Add(stored.Count);
        }

        return Assert.Single(events);
    }

    private async Task<int> DeliveredOf(int calls)
    {
        await Cluster.UntilEmpty();
        return Enumerable.Range(0, calls).Count(i => _ledger.DeliveriesOf($"cut-{i}").Count > 0);
    }
}
