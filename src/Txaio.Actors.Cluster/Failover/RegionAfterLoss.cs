using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Failover;

/// <summary>
/// Waits until a shard region sends no more messages to a lost node, tells its parent so, and stops. A message that is
/// sent to the region before that may be lost; and the region may ask the coordinator of the shards for the new home too
/// early, and get the lost node again.
/// </summary>
/// <param name="region">The region, or the proxy of one, on this node.</param>
/// <param name="lost">The address of the lost node.</param>
/// <param name="message">Told to the parent.</param>
internal sealed class RegionAfterLoss(IActorRef region, Address lost, object message) : SignedActor, IWithTimers
{
    /// <summary>
    /// The time after which the parent is told in any case: a node that has started again has a region at the same
    /// address.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // Counts the actors of all systems: the threads of several actors start them, each with a name of its own.
    private static long _started;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The pause between questions, and the end; set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Starts the actor as a child of the actor that runs now.</summary>
    public static void Start(IActorContext parent, IActorRef region, Address lost, object message)
    {
        var props = Akka.Actor.Props.Create(() => new RegionAfterLoss(region, lost, message))
            .WithDispatcher(parent.Props.Dispatcher);
        GuardedRef.Attach(parent.Self, props, $"region-after-loss-{Interlocked.Increment(ref _started)}");
    }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(End), End.Instance, Longest);
        Timers.StartPeriodicTimer(nameof(Ask), Ask.Instance, TimeSpan.Zero, Pause);
    }

    protected override void OnReceive(object received)
    {
        switch (received)
        {
            // The region sends it on to the coordinator, and itself replies with no regions while it has no coordinator.
            // A new coordinator does not know the lost node.
            case Ask:
                region.Tell(GetCurrentRegions.Instance, Self);
                break;
            // Another node can leave the regions out.
            case CurrentRegions { Regions: { } regions } when !regions.Contains(lost):
                // Before its reply the region takes all that the remote watcher has told it.
                region.Tell(new Identify(null), Self);
                break;
            case CurrentRegions:
                break;
            case ActorIdentity or End:
                Context.Parent.Tell(message, Self);
                Context.Stop(Self);
                break;
            default:
                Unhandled(received);
                break;
        }
    }

    private sealed class Ask : OwnMessage
    {
        public static readonly Ask Instance = Sign(new Ask());
    }

    private sealed class End : OwnMessage
    {
        public static readonly End Instance = Sign(new End());
    }
}
