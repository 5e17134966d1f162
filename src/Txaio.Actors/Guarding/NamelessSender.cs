using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The sender of a dead letter or unhandled message, in place of a temporary actor of Akka or of another node. It is
/// equal to that actor and forwards messages to the actor. Only the log omits the name: a reader of the log could reply
/// to the actor by its name.
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
