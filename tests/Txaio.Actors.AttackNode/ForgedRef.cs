using Akka.Actor;

namespace Txaio.Actors.AttackNode;

/// <summary>The ref of an actor that does not exist. Hostile nodes use such refs as senders and subscribers.</summary>
/// <param name="provider">The provider of the hostile node.</param>
/// <param name="path">The path.</param>
public sealed class ForgedRef(IActorRefProvider provider, ActorPath path) : MinimalActorRef
{
    /// <param name="provider">The provider of the hostile node.</param>
    /// <param name="path">The path as text.</param>
    public ForgedRef(IActorRefProvider provider, string path)
        : this(provider, ActorPath.Parse(path))
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; } = path;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => provider;
}
