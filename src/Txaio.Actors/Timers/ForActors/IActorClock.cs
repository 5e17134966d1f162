using Akka.Actor;

namespace Txaio.Actors.Timers.ForActors;

/// <summary>The loop or batched timer that tells an actor its messages.</summary>
internal interface IActorClock
{
    /// <summary>The time, in ticks.</summary>
    long Now { get; }

    /// <summary>Schedules a message.</summary>
    /// <param name="delay">The delay.</param>
    /// <param name="target">The actor.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender of the message.</param>
    /// <param name="again">Whether this is a repetition, which a loop at its capacity does not refuse.</param>
    DelayedCall Tell(TimeSpan delay, IActorRef target, object message, IActorRef? sender, bool again);
}
