using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// Fails an Ask as soon as its message is a dead letter or is not handled, instead of after its timeout. This ref
/// handles events inline: 42 ns a dead letter, and no mailbox that a storm of dead letters could fill.
/// </summary>
internal sealed class AskDeadLetters(ExtendedActorSystem system) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.Provider.TempContainer.Path / "txaio-ask-dead-letters";

    public override IActorRefProvider Provider => system.Provider;

    /// <summary>Subscribes to all dead letters. For Akka, unhandled messages are dead letters, too.</summary>
    public void Subscribe() => system.EventStream.Subscribe(this, typeof(AllDeadLetters));

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case UnhandledMessage { Sender: IAsk ask } unhandled:
                ask.Unhandled(unhandled.Message, unhandled.Recipient);
                break;
            case AllDeadLetters { Sender: IAsk ask } letter:
                ask.Undelivered(letter.Message, letter.Recipient);
                break;
        }
    }
}
