using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Akka's actors that log dead letters and unhandled messages. Their log lines contain the recipient's path; one of the
/// actors also logs the sender's path. A reader of the log could complete a promise by its path, so temporary actors
/// show these loggers another path.
/// </summary>
internal static class LogWriters
{
    // Private to Akka; it runs with akka.actor.debug.unhandled = on.
    private const string OfUnhandled = "Akka.Event.LoggingBus+UnhandledMessageForwarder";

    /// <summary>Whether this thread runs one of these loggers.</summary>
    public static bool IsRunning =>
        InternalCurrentActorCellKeeper.Current is { Props.Type: { } type }
        && (type == typeof(DeadLetterListener) || type.FullName == OfUnhandled);

    /// <summary>The path that these loggers read from a temporary actor.</summary>
    public static ActorPath Nameless(IActorRefProvider provider) => provider.TempContainer.Path / "...";
}
