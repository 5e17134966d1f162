namespace Txaio.Actors.Cluster.Stripes;

/// <summary>What many calls have in common, held once for all of them.</summary>
/// <param name="ShardType">The type of the target's shard region; null if the target is an actor path.</param>
/// <param name="SerializerId">The serializer of the message.</param>
/// <param name="Manifest">The manifest of the message.</param>
internal sealed record CallForm(string? ShardType, int SerializerId, string Manifest);
