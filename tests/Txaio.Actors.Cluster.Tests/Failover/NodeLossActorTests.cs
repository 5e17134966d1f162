using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Tests.Starting;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Tests.Failover;

/// <summary>What a node publishes when another one is gone, in real time.</summary>
public sealed class NodeLossActorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCluster _cluster = new();
    private readonly Channel<Address> _lost = Channel.CreateUnbounded<Address>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Node_that_is_gone_is_published_once_when_it_is_removed_and_once_more_when_it_is_found_dead()
    {
        var first = await Add();
        var second = await Add();
        first.EventStream.Subscribe(
            first.ActorOf(Props.Create(() => new Subscriber(_lost.Writer))), typeof(NodeLost));
        var actor = first.SystemActorOf(Props.Create<NodeLossActor>(), NodeLossActor.Name);
        var address = Akka.Cluster.Cluster.Get(second).SelfAddress;
        // No question of this actor: another node may send anything.
        actor.Tell(new ActorIdentity(new Address("akka.tcp", "forged", "127.0.0.1", 1), ActorRefs.Nobody));

        await TestCluster.Lose(second, first);

        Assert.Equal(address, await Next());
        Assert.Equal(address, await Next());
        // The messages before this one are dealt with, and published nothing more.
        await actor.Ask<ActorIdentity>(new Identify(null), Patience);
        Assert.False(_lost.Reader.TryRead(out _));
    }

    /// <summary>Until the watcher has told the regions, they send to the lost node.</summary>
    [Fact]
    public async Task Node_that_is_gone_is_published_only_after_the_reply_of_the_remote_watcher()
    {
        var first = await Add();
        var second = await Add();
        var subscriber = first.ActorOf(Props.Create(() => new Subscriber(_lost.Writer)));
        first.EventStream.Subscribe(subscriber, typeof(NodeLost));
        var actor = first.SystemActorOf(Props.Create<NodeLossActor>(), NodeLossActor.Name);
        var removed = new TaskCompletionSource();
        first.ActorOf(Props.Create(() => new Removals(removed)));
        var watcher = (IInternalActorRef)first.Provider.ResolveActorRef(
            first.Provider.RootPath / "system" / "remote-watcher");
        watcher.Suspend();

        await TestCluster.Lose(second, first);
        await removed.Task.WaitAsync(Patience);
        foreach (var one in new[] { actor, subscriber })
            await one.Ask<ActorIdentity>(new Identify(null), Patience);
        Assert.False(_lost.Reader.TryRead(out _));

        watcher.Resume();
        Assert.Equal(Akka.Cluster.Cluster.Get(second).SelfAddress, await Next());
    }

    /// <summary>Later, Akka.Remote would log an error for each end of a watch: it does not run any more.</summary>
    [Fact]
    public async Task Watches_end_while_the_node_leaves_the_cluster()
    {
        var first = await Add();
        var actor = first.SystemActorOf(Props.Create<NodeLossActor>(), NodeLossActor.Name);
        var stopped = actor.WatchAsync();

        await Akka.Cluster.Cluster.Get(first).LeaveAsync().WaitAsync(Patience);

        await stopped.WaitAsync(Patience);
        Assert.False(first.WhenTerminated.IsCompleted);
    }

    /// <summary>It would watch any address, and have all batches and deliveries sent again.</summary>
    [Fact]
    public async Task Removal_that_another_node_makes_up_is_refused()
    {
        var first = await Add();
        var second = await Add();
        var members = await TestCluster.MembersOf(first, 2);
        var removed = members.Single(member => member.Address == Akka.Cluster.Cluster.Get(second).SelfAddress)
            .Copy(MemberStatus.Removed);
        var subscriber = first.ActorOf(Props.Create(() => new Subscriber(_lost.Writer)));
        first.EventStream.Subscribe(subscriber, typeof(NodeLost));
        var props = Props.Create<NodeLossActor>().WithDispatcher("akka.actor.default-dispatcher");
        var actor = GuardedRef.Attach(first.Provider.SystemGuardian, props, NodeLossActor.Name);

        await TestCluster.TellForged(
            first, NodeLossActor.Name, new ClusterEvent.MemberRemoved(removed, MemberStatus.Exiting));
        await TestCluster.TellForged(first, NodeLossActor.Name, ClusterEvent.ClusterShuttingDown.Instance);

        // It would have asked the watcher, whose reply comes before the reply to this, and then have published.
        var watcher = first.Provider.ResolveActorRef(first.Provider.RootPath / "system" / "remote-watcher");
        foreach (var one in new[] { watcher, actor, subscriber })
            await one.Ask<ActorIdentity>(new Identify(null), Patience);
        Assert.False(_lost.Reader.TryRead(out _));
    }

    private async Task<Address> Next() => await _lost.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private Task<ExtendedActorSystem> Add() => _cluster.Add(
        TestCluster.Cut
        + "akka.remote.watch-failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1s, "
        + "expected-response-after = 200ms }");

    private sealed class Removals : ReceiveActor
    {
        public Removals(TaskCompletionSource removed)
        {
            Receive<ClusterEvent.MemberRemoved>(_ => removed.TrySetResult());
            ReceiveAny(static _ => { });
        }

        protected override void PreStart() =>
            Akka.Cluster.Cluster.Get(Context.System).Subscribe(Self, typeof(ClusterEvent.MemberRemoved));
    }

    private sealed class Subscriber : ReceiveActor
    {
        public Subscriber(ChannelWriter<Address> lost) =>
            Receive<NodeLost>(loss => lost.TryWrite(loss.Address));
    }
}
