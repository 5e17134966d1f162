using Akka.Actor;
using Txaio.Actors.Cluster.Tests.Faults.Stores;
using Txaio.Actors.ClusterNode;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>The link between two nodes is silent, and each takes the other for dead. Both reach the store.</summary>
[Collection(TestServer.Name)]
public sealed class PartitionTests : IAsyncLifetime
{
    // One each 50 ms.
    private const int MostSchedules = 1000;

    private readonly TestServer _server;
    private readonly ITestOutputHelper _output;
    private readonly Ledger _ledger = new();
    private readonly LinkProxy[] _links = [new(), new()];
    private FaultCluster? _cluster;

    public PartitionTests(TestServer server, ITestOutputHelper output)
    {
        (_server, _output) = (server, output);
        // Of two sides with as many nodes the one with the lowest address survives: the first node.
        Array.Sort(_links, static (one, other) => one.Port.CompareTo(other.Port));
    }

    private FaultCluster Cluster => _cluster!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        foreach (var link in _links)
            link.Dispose();
    }

    [FaultFact(needsPostgres: true)]
    public async Task Minority_ends_and_tells_its_callers_and_no_call_is_lost()
    {
        var minority = await Start("");
        var load = new Load(_ledger, Cluster);
        await ScheduleOn(minority, "before", 100, TimeSpan.FromSeconds(5));

        Array.ForEach(_links, static link => link.Silence());
        var told = new List<Task<Exception?>>();
        for (var i = 0; !minority.WhenTerminated.IsCompleted; i++)
        {
            told.Add(_ledger.TrySchedule(FaultCluster.TimerOf(minority), $"minority-{i}", TimeSpan.FromSeconds(2)));
            await Task.Delay(50);
            Assert.True(i < MostSchedules, "The minority has not ended.");
        }

        var failures = await Task.WhenAll(told).WaitAsync(TimeSpan.FromSeconds(10));
        _output.WriteLine(
            $"of {told.Count} schedules of the minority {failures.Count(static e => e is null)} were stored");
        Assert.Contains(failures, static failure => failure is not null);
        Array.ForEach(_links, static link => link.Heal());
        await load.End();
        await AssertKept();
    }

    [FaultFact(needsPostgres: true)]
    public async Task Stripes_of_a_node_that_does_not_notice_are_fenced_off_and_no_call_is_lost()
    {
        var stale = await Start("akka.cluster.downing-provider-class = \"\"");
        var load = new Load(_ledger, Cluster);
        await ScheduleOn(stale, "before", 100, TimeSpan.FromSeconds(5));

        Array.ForEach(_links, static link => link.Silence());
        var fenced = new TaskCompletionSource<string>();
        var told = new List<Task>();
        for (var i = 0; !fenced.Task.IsCompleted; i++)
        {
            told.Add(Told(i));
            await Task.Delay(50);
            Assert.True(i < MostSchedules, "No write of the node that does not notice has failed.");
        }

        _output.WriteLine(await fenced.Task);
        await load.Reached(load.Count + 300);
        await stale.Terminate();
        await Task.WhenAll(told).WaitAsync(TimeSpan.FromSeconds(40));
        Array.ForEach(_links, static link => link.Heal());
        await load.End();
        await AssertKept();

        async Task Told(int i)
        {
            var error = await _ledger.TrySchedule(FaultCluster.TimerOf(stale), $"stale-{i}", TimeSpan.FromSeconds(1));
            if (error is DurableTimerException && error.Message.Contains("the store failed", StringComparison.Ordinal))
                fenced.TrySetResult(error.Message);
        }
    }

    private async Task<ActorSystem> Start(string secondConfig)
    {
        _cluster = await FaultCluster.Start(
            _ledger,
            TestStores.Postgres(_server.NewDatabase()),
            $"akka.cluster.roles = [{NodeConfig.Role}]\n{_links[0].Hocon}");
        var second = await Cluster.AddNode($"{_links[1].Hocon}\n{secondConfig}");
        await Cluster.UntilSpread(2);
        return second;
    }

    private Task ScheduleOn(ActorSystem node, string name, int calls, TimeSpan to) =>
        _ledger.Schedule(FaultCluster.TimerOf(node), name, calls, TimeSpan.Zero, to);

    private async Task AssertKept()
    {
        await _ledger.AssertKept(Cluster.Report);
        await Cluster.UntilEmpty();
        _output.WriteLine($"{_ledger.Delivered} calls were delivered, {_ledger.Duplicates} times again");
    }
}
