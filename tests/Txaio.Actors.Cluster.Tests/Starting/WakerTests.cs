using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>Stripes on two nodes of a cluster, in real time.</summary>
public sealed class WakerTests : IAsyncLifetime
{
    private const string Timers = "txaio.cluster.timers.expiry { stripes = 8, journal = none, wake-interval = 500ms }";

    private readonly TestCluster _cluster = new();
    private readonly ConcurrentDictionary<int, string> _runs = new();
    private readonly SemaphoreSlim _changed = new(0);
    private int _starts;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Stripes_run_without_a_request_also_when_their_node_has_left()
    {
        var first = await Add("");
        var second = await Add("");
        await Until(() => _runs.Count == 8);

        await TestCluster.Leave(second);

        await Until(() => _runs.Count == 8 && _runs.Values.All(node => node == NameOf(first)));
    }

    [Fact]
    public async Task Node_without_the_role_runs_no_stripe_and_reaches_all()
    {
        var with = await Add("role = keeper", "akka.cluster.roles = [keeper]");
        var without = await Add("role = keeper");
        await Until(() => _runs.Count == 8);
        Assert.All(_runs.Values, node => Assert.Equal(NameOf(with), node));
        Assert.False(ShardedStripes.IsHost(without, Settings(without)));
    }

    [Fact]
    public async Task Stripe_without_a_message_is_not_passivated()
    {
        var node = await Add("wake-interval = 1h", "akka.cluster.sharding.passivate-idle-entity-after = 200ms");
        await Until(() => _runs.Count == 8);
        var passivated = new SemaphoreSlim(0);
        var others = await ClusterSharding.Get(node).StartAsync(
            "other",
            _ => Props.Create(() => new Other(passivated)),
            ClusterShardingSettings.Create(node),
            new StripeExtractor(1));

        // Another region's entity is, twice: then the time of the stripes is over, too.
        for (var i = 0; i < 2; i++)
        {
            others.Tell(new WakeStripe(0));
            Assert.True(await passivated.WaitAsync(TimeSpan.FromSeconds(60)), "No entity was passivated.");
        }

        Assert.Equal(8, Volatile.Read(ref _starts));
    }

    private static string NameOf(ActorSystem node) => Akka.Cluster.Cluster.Get(node).SelfAddress.ToString();

    private static DurableTimerSettings Settings(ActorSystem node) =>
        ClusterSettingsLoader.Load(node).Timers["expiry"];

    private async Task<ExtendedActorSystem> Add(string timer, string config = "")
    {
        var node = await _cluster.Add($"{Timers}\ntxaio.cluster.timers.expiry {{ {timer} }}\n{config}");
        TxaioExtension.Get(node);
        var settings = Settings(node);
        var name = NameOf(node);
        new TimerStarter(
            node,
            "akka.actor.internal-dispatcher",
            isClustered: true,
            (_, _, stripe) => Props.Create(() => new Stripe(this, name, stripe))).Start(settings);
        return node;
    }

    private async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            Assert.True(
                await _changed.WaitAsync(TimeSpan.FromSeconds(60)), "No stripe has started or stopped for a minute.");
        }
    }

    private sealed class Other(SemaphoreSlim passivated) : UntypedActor
    {
        protected override void PostStop() => passivated.Release();

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Stripe(WakerTests test, string node, int stripe) : UntypedActor
    {
        protected override void PreStart()
        {
            test._runs[stripe] = node;
            Interlocked.Increment(ref test._starts);
            test._changed.Release();
        }

        protected override void PostStop()
        {
            test._runs.TryRemove(new(stripe, node));
            test._changed.Release();
        }

        protected override void OnReceive(object message)
        {
            if (message is HandOver)
                Context.Stop(Self);
        }
    }
}
