using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Txaio.Actors.Remote.Tests.Clusters;

/// <summary>A message to the entity of that name.</summary>
public interface IToKeeper
{
    string Entity { get; }
}

/// <summary>A question, which the entity answers with <see cref="Answer"/>, but not the first times.</summary>
public sealed record Question(string Entity, int Number, int IgnoredTimes = 0) : IToKeeper;

/// <summary>The answer: the entity's node, and how often and from how many senders it got the question.</summary>
public sealed record Answer(string Node, int Number, int Times, int Senders);

/// <summary>
/// Makes the entity store the path of a promise: the sender's, or the given one. The witness gets <see cref="Kept"/>.
/// </summary>
public sealed record Keep(string Entity, IActorRef Witness, IActorRef? Promise = null) : IToKeeper;

/// <summary>The path is stored.</summary>
public sealed record Kept(string Node, string Path);

/// <summary>How an entity completes a promise: with the text, or with a message of the library.</summary>
public enum Completion
{
    Reply,
    Resolve,
    Reject,
    Cancel,
}

/// <summary>Makes the entity complete the promise. The sender gets <see cref="Kept"/>.</summary>
public sealed record Fulfil(string Entity, Completion Completion, string Text) : IToKeeper;

/// <summary>Makes the entity watch the promise. The witness gets <see cref="PromiseEnded"/>.</summary>
public sealed record WatchKept(string Entity, IActorRef Witness) : IToKeeper;

/// <summary>The promise that the entity watched has ended.</summary>
public sealed record PromiseEnded(string Node);

/// <summary>One shard for each entity, so that a single entity can be moved.</summary>
public sealed class KeeperExtractor() : HashCodeMessageExtractor(20)
{
    public override string EntityId(object message) => ((IToKeeper)message).Entity;
}
