using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>Which stripes a node wakes, and when, on nodes of a cluster in real time.</summary>
public sealed class WakerActorTests : IAsyncLifetime
{
    private const int Stripes = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCluster _cluster = new();
    private readonly BlockingCollection<int> _woken = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _woken.Dispose();
    }

    [Fact]
    public async Task Nodes_divide_the_stripes_among_them_and_take_those_of_a_node_that_leaves()
    {
        ActorSystem[] nodes =
        [
            await _cluster.Add("akka.cluster.roles = [keeper]"),
            await _cluster.Add("akka.cluster.roles = [keeper]"),
            await _cluster.Add(""),
        ];
        var members = await TestCluster.MembersOf(nodes[0], nodes.Length);

        var all = nodes.Select(node => SharesOf(node, "", members)).ToList();
        var keepers = nodes.Select(node => SharesOf(node, "keeper", members)).ToList();

        Assert.Equal(Enumerable.Range(0, Stripes), Woken(all).Order());
        Assert.All(all, static shares => Assert.InRange(shares.Of(Stripes).Count(), 3, 4));
        Assert.Equal(Enumerable.Range(0, Stripes), Woken(keepers).Order());
        Assert.Empty(keepers[2].Of(Stripes));

        var leaving = members.Single(member => member.UniqueAddress.Equals(UniqueOf(nodes[1])));
        foreach (var shares in all)
            shares.Change(leaving.Copy(MemberStatus.Leaving));
        Assert.Empty(all[1].Of(Stripes));
        Assert.Equal(Enumerable.Range(0, Stripes), Woken(all).Order());

        foreach (var shares in all)
            shares.Change(leaving);
        Assert.All(all, static shares => Assert.InRange(shares.Of(Stripes).Count(), 3, 4));
    }

    [Fact]
    public async Task Node_wakes_its_stripes_at_each_interval()
    {
        var node = await _cluster.Add("");
        StartWaker(node, TimeSpan.FromMilliseconds(50));

        // The cluster does not change, so the first round is of the state at the start, and the others are of ticks.
        for (var round = 0; round < 5; round++)
            await ExpectRound();
    }

    [Fact]
    public async Task Node_wakes_its_stripes_when_it_starts_when_members_change_and_when_a_node_is_lost()
    {
        var node = await _cluster.Add("");
        StartWaker(node, TimeSpan.FromHours(1));
        await ExpectRound();

        PublishLoss(node);
        await ExpectRound();

        await _cluster.Add("");
        // Its part of the stripes, at each change of the new node.
        Assert.True(await Take() is >= 0 and < Stripes);
    }

    /// <summary>A node that knows no members would wake no stripe any more.</summary>
    [Fact]
    public async Task State_of_the_cluster_that_another_node_makes_up_is_refused()
    {
        var node = await _cluster.Add("");
        var region = node.ActorOf(Props.Create(() => new Region(this)));
        var waker = Props.Create(() => new WakerActor(region, Stripes, "", TimeSpan.FromHours(1)))
            .WithDispatcher("akka.actor.default-dispatcher");
        GuardedRef.Attach(node.Provider.SystemGuardian, waker, "waker");
        await ExpectRound();

        await TestCluster.TellForged(node, "waker", new ClusterEvent.CurrentClusterState());

        PublishLoss(node);
        await ExpectRound();
    }

    private static void PublishLoss(ActorSystem node) => node.EventStream.Publish(
        OwnMessage.Sign(new NodeLost(new Address("akka.tcp", "timers", "127.0.0.1", 1))));

    private static UniqueAddress UniqueOf(ActorSystem node) => Akka.Cluster.Cluster.Get(node).SelfUniqueAddress;

    private static WakeShares SharesOf(ActorSystem node, string role, IEnumerable<Member> members)
    {
        var shares = new WakeShares(UniqueOf(node), role);
        Assert.Empty(shares.Of(Stripes));
        shares.Set(members);
        return shares;
    }

    private static IEnumerable<int> Woken(IEnumerable<WakeShares> all) =>
        all.SelectMany(static shares => shares.Of(Stripes));

    private void StartWaker(ActorSystem node, TimeSpan interval)
    {
        var region = node.ActorOf(Props.Create(() => new Region(this)));
        node.ActorOf(Props.Create(() => new WakerActor(region, Stripes, "", interval)));
    }

    private async Task ExpectRound()
    {
        for (var stripe = 0; stripe < Stripes; stripe++)
            Assert.Equal(stripe, await Take());
    }

    private Task<int> Take() => Task.Run(() => _woken.TryTake(out var stripe, Patience)
        ? stripe
        : throw new TimeoutException($"The waker has woken no stripe for {Patience}."));

    /// <summary>A region that does not know the lost node.</summary>
    private sealed class Region : ReceiveActor
    {
        public Region(WakerActorTests test)
        {
            Receive<WakeStripe>(wake => test._woken.Add(wake.Stripe));
            Receive<GetCurrentRegions>(_ => Sender.Tell(new CurrentRegions(ImmutableHashSet<Address>.Empty)));
        }
    }
}
