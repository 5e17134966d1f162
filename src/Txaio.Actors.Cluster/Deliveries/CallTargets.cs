using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Deliveries;

/// <summary>Tells the targets of calls. A target is looked up at each delivery.</summary>
/// <remarks>
/// A message for an entity goes to the shard region, or the proxy of one, that runs on this node, in a
/// <see cref="ShardingEnvelope"/>. Akka.Cluster.Sharding takes the entity id from the envelope. It asks the region's own
/// extractor for the shard of the entity id, with the envelope as a hint, and for the entity's message, with the message
/// in the envelope.
/// </remarks>
internal sealed class CallTargets(ExtendedActorSystem system)
{
    /// <summary>Tells a target a message.</summary>
    /// <exception cref="Exception">The target does not exist here, or its ref throws.</exception>
    public void Tell(Target target, object message, IActorRef sender)
    {
        if (target.KindCase == Target.KindOneofCase.Shard)
            RegionOf(target.Shard.Type).Tell(new ShardingEnvelope(target.Shard.EntityId, message), sender);
        else
            ActorOf(target.Actor).Tell(message, sender);
    }

    /// <summary>The target as users know it.</summary>
    public static CallTarget Public(Target target) => target.KindCase == Target.KindOneofCase.Shard
        ? new ShardTarget(target.Shard.Type, target.Shard.EntityId)
        : new ActorTarget(target.Actor);

    /// <summary>The target in a log line.</summary>
    public static string NameOf(Target target) => target.KindCase == Target.KindOneofCase.Shard
        ? $"an entity of shard region '{target.Shard.Type}'"
        : target.Actor;

    /// <summary>The shard region of a type, or the proxy of one, on this node.</summary>
    /// <exception cref="Exception">There is none.</exception>
    public IActorRef RegionOf(string type)
    {
        if (system.Provider is not Akka.Cluster.IClusterActorRefProvider)
            throw new InvalidOperationException($"shard region '{type}' needs akka.actor.provider = cluster");
        var sharding = ClusterSharding.Get(system);
        try
        {
            return sharding.ShardRegion(type);
        }
        catch (ArgumentException)
        {
            // This node has no region of the type, but it may have a proxy.
            return sharding.ShardRegionProxy(type);
        }
    }

    // Akka also resolves an address that it cannot reach, and logs a line for each time.
    private IActorRef ActorOf(string path)
    {
        if (!ActorPath.TryParse(path, out var parsed))
            throw new InvalidOperationException("the target's path is not an actor path");
        return system.Provider.GetExternalAddressFor(parsed.Address) is not null
            ? system.Provider.ResolveActorRef(parsed)
            : throw new InvalidOperationException("no transport of this node reaches the target's address");
    }
}
