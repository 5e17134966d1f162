using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Soak.Systems;

/// <summary>Ends each <see cref="Call"/> that is a value of a log event. Runs on the publishing thread.</summary>
/// <param name="system">The system.</param>
internal sealed class EventWatch(ExtendedActorSystem system) : MinimalActorRef
{
    /// <inheritdoc/>
    public override ActorPath Path { get; } = system.Provider.RootPath / "soak-events";

    /// <inheritdoc/>
    public override IActorRefProvider Provider => system.Provider;

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        foreach (var call in ((LogEvent)message).GetParameters().OfType<Call>())
            call.Done();
    }
}
