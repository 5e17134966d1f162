using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Loggers;

/// <summary>Finds the first of several logger actors of one class in an actor system: only the first writes.</summary>
internal static class FirstLogger
{
    // Loggers of a system may start at the same time, on different threads. Weak: an ended system is collected.
    private static readonly ConditionalWeakTable<ActorSystem, IActorRef> First = [];

    /// <summary>Whether the logger is the first; it stays the first when Akka restarts it.</summary>
    public static bool Is(IActorContext logger) =>
        First.GetValue(logger.System, _ => logger.Self).Equals(logger.Self);
}
