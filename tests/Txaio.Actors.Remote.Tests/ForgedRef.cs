using Akka.Actor;

namespace Txaio.Actors.Remote.Tests;

/// <summary>The ref of an actor that does not exist. Hostile nodes use such refs as senders and subscribers.</summary>
internal sealed class ForgedRef(IActorRefProvider provider, string path) : MinimalActorRef
{
    public override ActorPath Path { get; } = ActorPath.Parse(path);

    public override IActorRefProvider Provider => provider;
}
