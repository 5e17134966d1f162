using Akka.Actor;
using Akka.Cluster;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// Wakes the stripes of a timer, so that they run without a request: after a node was lost or restarted, a stripe
/// starts elsewhere only when a message for it arrives. Each node wakes its share, at each interval, when members
/// change, and when the region has dropped a lost node.
/// </summary>
/// <param name="region">The timer's shard region.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="role">The role of the nodes that run stripes; empty for all.</param>
/// <param name="interval">The timer's <c>wake-interval</c>.</param>
internal sealed class WakerActor(IActorRef region, int stripes, string role, TimeSpan interval)
    : SignedActor, IServedByAkka
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly WakeShares _shares =
        new(Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress, role);

    private ICancelable? _ticks;

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
        Context.System.EventStream.Subscribe(Self, typeof(NodeLost));
        _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            interval, interval, Self, Tick.Instance, Self);
    }

    protected override void PostStop()
    {
        _ticks?.Cancel();
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _shares.Set(state.Members);
                break;
            case ClusterEvent.IMemberEvent changed:
                _shares.Change(changed.Member);
                break;
            case NodeLost loss:
                RegionAfterLoss.Start(Context, region, loss.Address, Tick.Instance);
                return;
            case Tick:
                break;
            default:
                Unhandled(message);
                return;
        }

        foreach (var stripe in _shares.Of(stripes))
            region.Tell(new WakeStripe(stripe), Self);
    }

    private sealed class Tick : OwnMessage
    {
        public static readonly Tick Instance = Sign(new Tick());
    }
}
