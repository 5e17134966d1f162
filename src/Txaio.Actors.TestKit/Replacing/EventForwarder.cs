using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.TestKit.Replacing;

/// <summary>
/// Publishes the log events, unhandled failures and dead letters of one system in another as well, on the thread that
/// publishes them.
/// </summary>
internal sealed class EventForwarder(ExtendedActorSystem from, EventStream to) : MinimalActorRef
{
    public override ActorPath Path { get; } = from.Provider.TempContainer.Path / "txaio-events";

    public override IActorRefProvider Provider => from.Provider;

    public void Subscribe()
    {
        from.EventStream.Subscribe(this, typeof(LogEvent));
        from.EventStream.Subscribe(this, typeof(UnhandledFailure));
        from.EventStream.Subscribe(this, typeof(AllDeadLetters));
    }

    public void ForgetDeadLetters() => from.EventStream.Unsubscribe(this, typeof(AllDeadLetters));

    protected override void TellInternal(object message, IActorRef sender) => to.Publish(message);
}
