using Akka.Actor;

namespace Txaio.Actors.Remote.Tests;

/// <summary>The ref of an actor that does not exist. A hostile node uses it as a sender or subscriber.</summary>
internal sealed class ForgedRef(IActorRefProvider provider, string path) : MinimalActorRef
{
    public override ActorPath Path { get; } = ActorPath.Parse(path);

    public override IActorRefProvider Provider => provider;
}
