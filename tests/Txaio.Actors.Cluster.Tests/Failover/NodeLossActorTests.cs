using System.Threading.Channels;
using Akka.Actor;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Tests.Starting;

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

    private async Task<Address> Next() => await _lost.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private Task<ExtendedActorSystem> Add() => _cluster.Add(
        TestCluster.Cut
        + "akka.remote.watch-failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1s, "
        + "expected-response-after = 200ms }");

    private sealed class Subscriber : ReceiveActor
    {
        public Subscriber(ChannelWriter<Address> lost) =>
            Receive<NodeLost>(loss => lost.TryWrite(loss.Address));
    }
}
