using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Starting;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>The whole package on two nodes with one SQLite file, in real time.</summary>
public sealed class ClusterTimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Longer than any test waits. Orders stay where they are: what is on its way to a shard that moves may be lost.
    private const string Slow =
        """
        akka.cluster.sharding.least-shard-allocation-strategy.rebalance-threshold = 1000
        txaio.cluster.timers.expiry {
          wake-interval = 1h, resend = 1h, request-timeout = 1h, retry { min-backoff = 1h, max-backoff = 2h }
        }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-").FullName;
    private readonly TestCluster _cluster = new();
    private readonly ConcurrentDictionary<string, int> _deliveries = new();
    private readonly SemaphoreSlim _delivered = new(0);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Calls_of_both_nodes_reach_their_entities()
    {
        var first = await Add();
        var second = await Add();

        await Task.WhenAll(Schedule(first, "first", 500, 1), Schedule(second, "second", 500, 1));

        await Delivered(1000);
        await Until(async () => (await Timer(first).Pending().WaitAsync(Patience)).Count == 0);
    }

    [Fact]
    public async Task Calls_are_delivered_after_their_node_has_left()
    {
        var first = await Add();
        var second = await Add();
        await Schedule(second, "call", 500, 3);

        await TestCluster.Leave(second);

        await Delivered(500);
        await Until(async () => (await Timer(first).Pending().WaitAsync(Patience)).Count == 0);
    }

    [Fact]
    public async Task Stripes_that_move_to_a_new_node_go_on_without_waiting_for_an_interval()
    {
        var first = await Add(Slow);
        await Schedule(first, "call", 500, 4);

        await Add(Slow);

        await Delivered(500);
    }

    // The first node's stripes deliver to entities of the lost node, and the first node's clients send to its stripes.
    [Fact]
    public async Task Calls_go_on_without_waiting_for_an_interval_when_a_node_is_lost()
    {
        var first = await Add(Slow + TestCluster.Cut);
        var second = await Add(Slow + TestCluster.Cut);
        await Until(async () => await StripesOn(first) == 4 && await StripesOn(second) == 4);
        await Schedule(first, "warm", 500, 1);
        await Delivered(500);
        await Schedule(first, "call", 500, 1);

        await TestCluster.Lose(second, first);

        await ScheduleUntilStored(first, "later", 500, 1);
        await Delivered(1500);
    }

    [Fact]
    public async Task Cancel_on_one_node_finds_the_call_of_another()
    {
        var first = await Add();
        var second = await Add();
        await Schedule(first, "call", 100, 600);

        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull((await Timer(second).Find($"call-{i}").WaitAsync(Patience)).Call);
            Assert.True((await Timer(second).Cancel($"call-{i}").WaitAsync(Patience)).Found);
            Assert.Null((await Timer(first).Find($"call-{i}").WaitAsync(Patience)).Call);
        }
    }

    [Fact]
    public async Task Large_calls_fit_the_frames_of_the_remote_transport()
    {
        var first = await Add();
        await Add();
        var futures = Enumerable.Range(0, 200).Select(i => Timer(first).Schedule(
            $"large-{i}", TimeSpan.FromSeconds(1), new ShardTarget("order", $"{i}"), new string('x', 60_000)).AsTask());
        await Task.WhenAll(futures).WaitAsync(Patience);
        await Delivered(200);
    }

    private static IDurableTimer Timer(ActorSystem node) => node.TxaioCluster().DurableTimer("expiry");

    private static async Task<int> StripesOn(ActorSystem node) =>
        (await ClusterSharding.Get(node).ShardRegion(ShardedStripes.TypeName("expiry"))
            .Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience)).Shards.Count;

    private static Task Schedule(ActorSystem node, string name, int calls, int seconds) => Task.WhenAll(
        Enumerable.Range(0, calls).Select(i => Timer(node).Schedule(
            $"{name}-{i}", TimeSpan.FromSeconds(seconds), new ShardTarget("order", $"{i}"), i).AsTask()))
        .WaitAsync(Patience);

    // The lost node only seems dead, and writes until it removes itself: then one of two writes fails, which the caller
    // is told.
    private static Task ScheduleUntilStored(ActorSystem node, string name, int calls, int seconds) => Task.WhenAll(
        Enumerable.Range(0, calls).Select(async i =>
        {
            while (true)
            {
                try
                {
                    await Timer(node).Schedule(
                        $"{name}-{i}", TimeSpan.FromSeconds(seconds), new ShardTarget("order", $"{i}"), i);
                    return;
                }
                catch (DurableTimerException)
                {
                    // Made again with the same key.
                }
            }
        })).WaitAsync(Patience);

    private static async Task Until(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string it = "")
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); await Task.Yield())
            Assert.True(watch.Elapsed < Patience, $"Not within {Patience}: {it}");
    }

    private async Task Delivered(int calls)
    {
        while (_deliveries.Count < calls)
            Assert.True(await _delivered.WaitAsync(Patience), $"{_deliveries.Count} of {calls} calls were delivered.");
    }

    private async Task<ExtendedActorSystem> Add(string config = "")
    {
        var node = await _cluster.Add(
            $$"""
            txaio.cluster {
              store.file = "{{Path.Combine(_folder, "timers.db")}}"
              timers.expiry { bucket = 100ms, stripes = 8, wake-interval = 500ms }
            }

            """ + config);
        node.TxaioCluster();
        await ClusterSharding.Get(node).StartAsync(
            "order",
            _ => Props.Create(() => new Order(this)),
            ClusterShardingSettings.Create(node).WithStateStoreMode(StateStoreMode.DData),
            new OrderExtractor());
        return node;
    }

    private sealed class OrderExtractor() : HashCodeMessageExtractor(20)
    {
        public override string EntityId(object message) => "";
    }

    private sealed class Order : ReceiveActor
    {
        public Order(ClusterTimerTests test) => Receive<DurableCallDue>(due =>
        {
            test._deliveries.AddOrUpdate(due.Key, 1, static (_, count) => count + 1);
            test._delivered.Release();
            Sender.Tell(due.Done());
        });
    }
}
