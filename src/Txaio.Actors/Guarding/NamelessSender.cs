using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// A temporary actor of Akka or of another node, mostly one that waits for a reply, as the sender of a dead letter or
/// of an unhandled message. It is equal to that actor and hands on what it is told. Only the log does not show its
/// name, with which a reader could reply in the place of the actor that was asked.
/// </summary>
internal sealed class NamelessSender : MinimalActorRef
{
    private readonly IActorRef _actor;

    private NamelessSender(IActorRef actor, IActorRefProvider provider) => (_actor, Provider) = (actor, provider);

    public override ActorPath Path => LogWriters.IsRunning ? LogWriters.Nameless(Provider) : _actor.Path;

    public override IActorRefProvider Provider { get; }

    /// <summary>The sender as dead letters and unhandled messages of the library's actors name it.</summary>
    public static IActorRef Of(IActorRef sender, IActorRefProvider provider) =>
        TemporaryActor.IsForeign(sender) ? new NamelessSender(sender, provider) : sender;

    public override string ToString() => TemporaryActor.TextOf(_actor);

    protected override void TellInternal(object message, IActorRef sender) => _actor.Tell(message, sender);
}
