using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Util;
using Txaio.Actors.Cluster.Messages;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>Deliveries to entities of real shard regions, in real time.</summary>
public sealed class ShardTargetTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-").FullName;
    private readonly TestCluster _cluster = new();

    private readonly Channel<(string Key, int Attempt, int Incarnation)> _received =
        Channel.CreateUnbounded<(string, int, int)>();

    private int _incarnations;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Entity_that_passivates_comes_back_for_the_next_delivery(bool delegates)
    {
        var node = await Add();
        if (delegates)
            await StartWithDelegates(node, EntityIdOf, ShardIdOf);
        else
            await Start(node);

        // The entity passivates at its first delivery, without a reply.
        await Schedule(node, "a");
        Assert.Equal(("a", 1, 1), await Next());
        Assert.Equal(("a", 2, 2), await Next());
        await Empty(node);
        await Schedule(node, "passivate");
        Assert.Equal(("passivate", 1, 2), await Next());
        await Empty(node);
        await Schedule(node, "b");
        Assert.Equal(("b", 1, 3), await Next());
    }

    [Fact]
    public async Task Entity_is_reached_by_the_proxy_of_its_region()
    {
        var orders = await Add("akka.cluster.roles = [orders]\ntxaio.cluster.timers.expiry.role = timers");
        await Start(orders, role: "orders");
        var timers = await Add("akka.cluster.roles = [timers]\ntxaio.cluster.timers.expiry.role = timers");
        await ClusterSharding.Get(timers).StartProxyAsync("order", "orders", new OrderExtractor());

        await Schedule(orders, "a");

        Assert.Equal(("a", 1, 1), await Next());
        Assert.Equal(("a", 2, 2), await Next());
    }

    [Fact]
    public async Task Call_to_a_region_whose_delegates_do_not_know_deliveries_is_given_up()
    {
        var node = await Add("txaio.cluster.timers.expiry.retry.max-attempts = 2");
        var givenUp = new TaskCompletionSource<DurableCallGivenUp>();
        node.EventStream.Subscribe(
            node.ActorOf(Props.Create(() => new GivenUp(givenUp))), typeof(DurableCallGivenUp));
        await StartWithDelegates(node, static _ => Option<(string, object)>.None, static _ => null!);

        await Schedule(node, "a");

        Assert.Equal(2, (await givenUp.Task.WaitAsync(Patience)).Attempts);
        Assert.False(_received.Reader.TryRead(out _));
        await Empty(node);
    }

    // Akka takes the entity id of the envelope, and asks the delegate for the message that the entity gets.
    private static Option<(string, object)> EntityIdOf(object message) => message is DurableCallDue due
        ? (due.Key, due)
        : Option<(string, object)>.None;

    private static string ShardIdOf(object message) => message switch
    {
        ShardingEnvelope envelope => $"{envelope.EntityId[0] % 20}",
        ShardRegion.StartEntity start => $"{start.EntityId[0] % 20}",
        _ => null!,
    };

    private static async Task Schedule(ActorSystem node, string key) => await node.TxaioCluster().DurableTimer("expiry")
        .Schedule(key, TimeSpan.Zero, new ShardTarget("order", "4711"), "x").WaitAsync(Patience);

    // The pending calls have no event. The timer is asked until the time that a failing test may take.
    private static async Task Empty(ActorSystem node)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await node.TxaioCluster().DurableTimer("expiry").Pending().WaitAsync(Patience)).Count > 0)
            await Task.Delay(20, patience.Token);
    }

    private async Task<(string Key, int Attempt, int Incarnation)> Next() =>
        await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task<ExtendedActorSystem> Add(string config = "")
    {
        var node = await _cluster.Add(
            $$"""
            txaio.cluster {
              store.file = "{{Path.Combine(_folder, "timers.db")}}"
              timers.expiry {
                bucket = 100ms
                stripes = 2
                wake-interval = 500ms
                retry { min-backoff = 1s, max-backoff = 1s }
              }
            }
            {{config}}
            """);
        node.TxaioCluster();
        return node;
    }

    private Task Start(ActorSystem node, string? role = null) => ClusterSharding.Get(node).StartAsync(
        "order", _ => Props.Create(() => new Order(this)), Settings(node).WithRole(role), new OrderExtractor());

    // Older programs still have the delegates.
#pragma warning disable CS0618
    private Task StartWithDelegates(ActorSystem node, ExtractEntityId entityId, ExtractShardId shardId) =>
        ClusterSharding.Get(node).StartAsync(
            "order", _ => Props.Create(() => new Order(this)), Settings(node), entityId, shardId);
#pragma warning restore CS0618

    private static ClusterShardingSettings Settings(ActorSystem node) =>
        ClusterShardingSettings.Create(node).WithStateStoreMode(StateStoreMode.DData);

    private sealed class OrderExtractor() : HashCodeMessageExtractor(20)
    {
        public override string EntityId(object message) => "";
    }

    private sealed class Order : ReceiveActor
    {
        public Order(ShardTargetTests test)
        {
            var incarnation = Interlocked.Increment(ref test._incarnations);
            Receive<DurableCallDue>(due =>
            {
                test._received.Writer.TryWrite((due.Key, due.Attempt, incarnation));
                if (incarnation > 1)
                    Sender.Tell(due.Done());
                if (incarnation == 1 || due.Key == "passivate")
                    Context.Parent.Tell(new Passivate(PoisonPill.Instance));
            });
        }
    }

    private sealed class GivenUp : ReceiveActor
    {
        public GivenUp(TaskCompletionSource<DurableCallGivenUp> givenUp) =>
            Receive<DurableCallGivenUp>(it => givenUp.TrySetResult(it));
    }
}
