using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Akka.Remote.Transport;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>Nodes of a cluster in this process, on free ports of loopback. They work in real time.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _nodes = [];

    /// <summary>Starts a node, and waits until it is up.</summary>
    public async Task<ExtendedActorSystem> Add(string config)
    {
        var node = ActorSystem.Create("timers", Fast + config);
        _nodes.Add(node);
        var cluster = Akka.Cluster.Cluster.Get(node);
        var isUp = new TaskCompletionSource();
        cluster.RegisterOnMemberUp(isUp.SetResult);
        await cluster.JoinAsync(Akka.Cluster.Cluster.Get(_nodes[0]).SelfAddress);
        await isUp.Task.WaitAsync(Patience);
        return (ExtendedActorSystem)node;
    }

    /// <summary>The members, as soon as a node knows so many that are up.</summary>
    public static async Task<ImmutableSortedSet<Member>> MembersOf(ActorSystem node, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var members = Akka.Cluster.Cluster.Get(node).State.Members;
            if (members.Count(static member => member.Status == MemberStatus.Up) == count)
                return members;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>
    /// Tells an actor right below <c>/system</c> a message as another node can: in a selection, which the guardian
    /// delivers. Waits until the actor has it.
    /// </summary>
    public static async Task TellForged(ExtendedActorSystem node, string actor, object message)
    {
        var guardian = node.Provider.SystemGuardian;
        guardian.Tell(Selected(message), ActorRefs.NoSender);
        await guardian.Ask<ActorIdentity>(Selected(new Identify(actor)), Patience);

        ActorSelectionMessage Selected(object content) => new(content, [new SelectChildName(actor)]);
    }

    /// <summary>A node leaves, and hands its stripes over.</summary>
    public static async Task Leave(ActorSystem node)
    {
        await Akka.Cluster.Cluster.Get(node).LeaveAsync().WaitAsync(Patience);
        await node.WhenTerminated.WaitAsync(Patience);
    }

    /// <summary>
    /// Cuts a node off, and lets the other declare it dead. The node goes on and does not notice; nothing that is sent
    /// to it arrives. Both need <see cref="Cut"/> in their configuration.
    /// </summary>
    public static async Task Lose(ExtendedActorSystem node, ExtendedActorSystem other)
    {
        var (lost, kept) = (Akka.Cluster.Cluster.Get(node).SelfAddress, Akka.Cluster.Cluster.Get(other).SelfAddress);
        Assert.True(await Transport(other).ManagementCommand(
            new SetThrottle(lost, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance)).WaitAsync(Patience));
        Assert.True(await Transport(node).ManagementCommand(
            new SetThrottle(kept, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance)).WaitAsync(Patience));
        Akka.Cluster.Cluster.Get(other).Down(lost);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.AsEnumerable().Reverse())
            await node.Terminate().WaitAsync(Patience);
    }

    private static RemoteTransport Transport(ExtendedActorSystem node) =>
        ((RemoteActorRefProvider)((IClusterActorRefProvider)node.Provider)).Transport;

    /// <summary>Lets a node be cut off.</summary>
    public const string Cut =
        """
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        akka.coordinated-shutdown.run-by-actor-system-terminate = off

        """;

    private const string Fast =
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
          cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            retry-unsuccessful-join-after = 500ms
            run-coordinated-shutdown-when-down = on
            sharding { rebalance-interval = 500ms, retry-interval = 500ms }
            distributed-data.gossip-interval = 200ms
          }
        }

        """;
}
