using Akka.Actor;

namespace Txaio.Actors.Remote.Tests;

/// <summary>An actor that does not exist, with any path: what a hostile node gives out as a sender or subscriber.</summary>
internal sealed class ForgedRef(IActorRefProvider provider, string path) : MinimalActorRef
{
    public override ActorPath Path { get; } = ActorPath.Parse(path);

    public override IActorRefProvider Provider => provider;
}
