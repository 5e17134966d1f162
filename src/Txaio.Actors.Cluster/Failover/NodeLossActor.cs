using Akka.Actor;
using Akka.Cluster;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Failover;

/// <summary>Publishes <see cref="NodeLost"/>, once when a member is gone, and once more later.</summary>
/// <remarks>
/// <para>The event of the removal is too early: Akka's remote watcher gets it at the same time, and tells the shard
/// regions afterwards. Until then a region sends to the lost node. The watcher replies to an <see cref="Identify"/>
/// after it has told them. Without a watcher of that name the reply comes at once.</para>
/// <para>Once more: between its own knowledge and that of the shards' coordinator, a region may have asked the
/// coordinator, and got the lost node again. Then it watches the lost node until the watcher's failure detector finds it
/// dead. This actor watches it, too, and so gets the same message.</para>
/// </remarks>
internal sealed class NodeLossActor : SignedActor, IServedByAkka
{
    /// <summary>The actor's name, below /system.</summary>
    public const string Name = "txaio-node-loss";

    private const string RemoteWatcher = "/system/remote-watcher";

    // The lost nodes for which the watcher has not replied. Another actor's ActorIdentity says nothing.
    private readonly HashSet<Address> _asked = [];

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.MemberRemoved),
        typeof(ClusterEvent.ClusterShuttingDown));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberRemoved removed when removed.Member.Address != _cluster.SelfAddress:
                _asked.Add(removed.Member.Address);
                Context.ActorSelection(RemoteWatcher).Tell(new Identify(removed.Member.Address), Self);
                break;
            case ClusterEvent.MemberRemoved:
                break;
            case ClusterEvent.ClusterShuttingDown:
                // The end of the watches is told to other nodes, which Akka.Remote can do until the actor system ends.
                Context.Stop(Self);
                break;
            case ActorIdentity { MessageId: Address lost } when _asked.Remove(lost):
                Publish(lost);
                Watch(lost);
                break;
            case Terminated ended:
                Publish(ended.ActorRef.Path.Address);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static void Publish(Address lost) => Context.System.EventStream.Publish(OwnMessage.Sign(new NodeLost(lost)));

    private static void Watch(Address lost) => Context.Watch(((ExtendedActorSystem)Context.System).Provider
        .ResolveActorRef(new RootActorPath(lost) / "system" / Name));
}
