using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Akka's actors that write a line of the log about a message without a recipient. They print the path of the
/// recipient, and one of them that of the sender. The path of a promise lets a reader of the log complete it, so they
/// read another one.
/// </summary>
internal static class LogWriters
{
    // Private to Akka; it runs with akka.actor.debug.unhandled = on.
    private const string OfUnhandled = "Akka.Event.LoggingBus+UnhandledMessageForwarder";

    /// <summary>Whether this thread runs one of them.</summary>
    public static bool IsRunning =>
        InternalCurrentActorCellKeeper.Current is { Props.Type: { } type }
        && (type == typeof(DeadLetterListener) || type.FullName == OfUnhandled);

    /// <summary>The path that they read in the place of a temporary actor's.</summary>
    public static ActorPath Nameless(IActorRefProvider provider) => provider.TempContainer.Path / "...";
}
