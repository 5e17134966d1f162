using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Event;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.ForActors;

/// <summary>
/// The envelope in which an actor's timers tell a message to the actor. Akka handles the envelope as a scheduled
/// message: when the actor receives the envelope, Akka reads the user's message from it. If the envelope was cancelled
/// or replaced, Akka reads a message that it drops.
/// </summary>
internal sealed class TimerMessage(
    ActorTimers owner,
    IActorClock clock,
    IActorRef self,
    object key,
    object message,
    TimeSpan? interval,
    IActorRef? sender)
    : IScheduledTellMsg, IWrappedCall, IDeadLetterSuppression
{
    private DelayedCall _call;
    private long _due;

    // Both are set when Akka first reads the message for the actor, because Akka reads the message twice. Only the
    // actor's thread reads and writes them.
    private bool _received;
    private bool _dropped;

    public object Key => key;

    /// <summary>The message of the user.</summary>
    public object Message { get; private set; } = message;

    public IActorRef? Sender { get; private set; } = sender;

    public TimeSpan? Interval => interval;

    object IWrappedMessage.Message
    {
        get
        {
            // A serializer of another node leaves parts null, and such a message must not fail an actor.
            if (owner is null)
                return Dropped.Instance;
            // Logs and dead letters read the message outside of the actor.
            if (!owner.IsInActor)
                return Message;
            if (!_received)
            {
                _received = true;
                _dropped = !owner.TryReceive(this);
            }

            return _dropped ? Dropped.Instance : Message;
        }
    }

    public static void ThrowIfNoInterval(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero || interval > Delays.Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(interval), interval, $"An interval must be positive and at most {Delays.MaxText}.");
        }
    }

    /// <summary>Schedules the envelope for the first time.</summary>
    public void Start(TimeSpan delay)
    {
        _due = Delays.Due(clock.Now, delay);
        _call = clock.Tell(delay, self, this, Sender, again: false);
    }

    /// <summary>
    /// Starts the message again. Returns this envelope with the new due time; or a new envelope, if this envelope was
    /// told already or has another sender. In that case the actor drops this envelope when it receives it.
    /// </summary>
    public TimerMessage StartAgain(object next, TimeSpan delay, IActorRef? nextSender)
    {
        // The sender is part of the scheduled call.
        if (ReferenceEquals(Sender, nextSender) && _call.Reset(delay))
        {
            Message = next;
            _due = Delays.Due(clock.Now, delay);
            return this;
        }

        var successor = new TimerMessage(owner, clock, self, key, next, interval, nextSender);
        successor.Start(delay);
        Cancel();
        return successor;
    }

    public void Cancel() => _call.Cancel();

    /// <summary>Schedules the next repetition; returns null when the loop or timer has ended.</summary>
    public TimerMessage? StartNext()
    {
        var now = clock.Now;
        var missed = Math.Max(0, (now - _due) / interval!.Value.Ticks);
        var next = new TimerMessage(owner, clock, self, key, Message, interval, Sender)
        {
            _due = _due + ((missed + 1) * interval.Value.Ticks),
        };
        try
        {
            next._call = clock.Tell(TimeSpan.FromTicks(next._due - now), self, next, Sender, again: true);
            return next;
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>A message that Akka handles in place of the actor: Akka drops it.</summary>
    private sealed class Dropped : IAutoReceivedMessage, INotInfluenceReceiveTimeout
    {
        public static readonly Dropped Instance = new();
    }
}
