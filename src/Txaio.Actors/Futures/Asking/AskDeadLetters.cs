using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Futures.Promises;

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
            case UnhandledMessage { Sender: { } sent } unhandled when AskOf(sent) is { } ask:
                ask.Unhandled(unhandled.Message, unhandled.Recipient);
                break;
            case AllDeadLetters { Sender: { } sent } letter when AskOf(sent) is { } ask:
                ask.Undelivered(letter.Message, letter.Recipient);
                break;
        }
    }

    // An Ask of one attempt is the sender itself. An Ask of several attempts, and any Ask whose question came back from
    // another node, is known by its promise.
    private static IAsk? AskOf(IActorRef sender) => sender as IAsk ?? (sender as PromiseRef)?.Future as IAsk;
}
