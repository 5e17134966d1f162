using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>What many calls have in common, held once for all of them.</summary>
/// <param name="ShardType">The type of the target's shard region; null if the target is an actor path.</param>
/// <param name="ActorParent">The actor path up to its last slash; null if the target is an entity.</param>
/// <param name="SerializerId">The serializer of the message.</param>
/// <param name="Manifest">The manifest of the message.</param>
internal sealed record CallForm(string? ShardType, string? ActorParent, int SerializerId, string Manifest)
{
    /// <summary>The target whose entity id or rest of the actor path is given.</summary>
    public Target TargetNamed(string name) => ShardType is { } type
        ? new Target { Shard = new Shard { Type = type, EntityId = name } }
        : new Target { Actor = ActorParent + name };
}
