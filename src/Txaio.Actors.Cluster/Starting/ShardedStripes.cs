using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Starts the stripes of a timer as the entities of a shard region.</summary>
internal static class ShardedStripes
{
    // How many stripes may move in one rebalance-interval of the sharding, because a node has joined. The first node of
    // a cluster starts all stripes. The default of Akka moves at most three a round.
    private const int MostMoves = 64;

    /// <summary>Starts the region, or a proxy of it on a node without the timer's role.</summary>
    /// <param name="system">The actor system, with a cluster provider.</param>
    /// <param name="settings">The timer's settings.</param>
    /// <param name="dispatcher">The id of the dispatcher of the stripes' supervisors.</param>
    /// <param name="stripeProps">The props of a stripe.</param>
    /// <returns>The region.</returns>
    public static IActorRef Start(
        ExtendedActorSystem system, DurableTimerSettings settings, string dispatcher, Func<int, Props> stripeProps)
    {
        var sharding = ClusterSharding.Get(system);
        var type = TypeName(settings.Name);
        var extractor = new StripeExtractor(settings.Stripes);
        if (!IsHost(system, settings))
            return sharding.StartProxy(type, settings.Role, extractor);
        var regional = ClusterShardingSettings.Create(system)
            .WithRole(settings.Role.Length == 0 ? null : settings.Role)
            .WithRememberEntities(false)
            .WithStateStoreMode(StateStoreMode.DData)
            .WithPassivateIdleAfter(TimeSpan.Zero);
        return sharding.Start(
            type,
            id => SupervisorOf(int.Parse(id, CultureInfo.InvariantCulture)),
            regional,
            extractor,
            ShardAllocationStrategy.LeastShardAllocationStrategy(MostMoves, relativeLimit: 1),
            HandOver.Instance);

        Props SupervisorOf(int stripe) =>
            Props.Create(() => new StripeSupervisor(settings.Name, stripe, stripeProps(stripe)))
                .WithDispatcher(dispatcher);
    }

    /// <summary>Whether stripes of the timer run on this node.</summary>
    public static bool IsHost(ActorSystem system, DurableTimerSettings settings) =>
        settings.Role.Length == 0 || Akka.Cluster.Cluster.Get(system).SelfRoles.Contains(settings.Role);

    /// <summary>The type name of a timer's region.</summary>
    public static string TypeName(string timer) => $"txaio-timer-{timer}";
}
