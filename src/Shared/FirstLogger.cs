using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Loggers;

/// <summary>Finds the first of several logger actors of one class in an actor system: only the first writes.</summary>
internal static class FirstLogger
{
    // Loggers of a system may start at the same time, on different threads. Weak: a system that has ended is let go.
    private static readonly ConditionalWeakTable<ActorSystem, IActorRef> First = [];

    /// <summary>Whether the logger is the first; it still is when Akka restarts it.</summary>
    public static bool Is(IActorContext logger) =>
        First.GetValue(logger.System, _ => logger.Self).Equals(logger.Self);
}
