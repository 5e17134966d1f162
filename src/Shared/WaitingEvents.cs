using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Loggers;

/// <summary>The log events that wait for a logger actor when it stops.</summary>
/// <remarks>
/// Compiled into each package with a logger actor: Txaio.Actors.Serilog does not depend on Txaio.Actors, and a public
/// base class would promise to keep what is taken from the inside of Akka here.
/// </remarks>
internal static class WaitingEvents
{
    /// <summary>Hands over what waits; for <c>PostStop</c>.</summary>
    /// <remarks>Akka would print it on standard output, where nobody looks for it.</remarks>
    /// <param name="context">The actor's.</param>
    /// <param name="write">Gets each event and its sender, in order. Must not throw.</param>
    public static void Write(IActorContext context, Action<LogEvent, IActorRef?> write)
    {
        if (context is not ActorCell { Mailbox.MessageQueue: var waiting })
            return;

        // No more than waits now: a logger that was stopped alone is still sent events.
        for (var left = waiting.Count; left > 0 && waiting.TryDequeue(out var envelope); left--)
        {
            if (envelope.Message is LogEvent e)
                write(e, envelope.Sender);
        }
    }
}
