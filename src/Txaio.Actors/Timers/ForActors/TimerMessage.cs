using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Event;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.ForActors;

/// <summary>
/// A message of an actor's timers on its way to the actor. Akka takes it for a scheduled message: when the actor
/// receives it, Akka reads the message out of it. If it is not current any more, Akka gets a message that it drops.
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
    // Each part is needed, also when a serializer makes the message.
    private readonly ActorTimers _owner = owner ?? throw new ArgumentNullException(nameof(owner));
    private readonly IActorClock _clock = clock ?? throw new ArgumentNullException(nameof(clock));
    private readonly IActorRef _self = self ?? throw new ArgumentNullException(nameof(self));
    private DelayedCall _call;
    private long _due;

    // Set when the actor has begun to receive it: Akka reads the message twice. Touched by the actor only.
    private bool _received;
    private bool _dropped;

    public object Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>The message of the user.</summary>
    public object Message { get; private set; } = message ?? throw new ArgumentNullException(nameof(message));

    public IActorRef? Sender { get; private set; } = sender;

    public TimeSpan? Interval => interval;

    object IWrappedMessage.Message
    {
        get
        {
            // Logs and dead letters read it elsewhere.
            if (!_owner.IsInActor)
                return Message;
            if (!_received)
            {
                _received = true;
                _dropped = !_owner.TryReceive(this);
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

    /// <summary>Schedules it for the first time.</summary>
    public void Start(TimeSpan delay)
    {
        Delays.ThrowIfTooLong(delay);
        _due = Delays.Due(_clock.Now, delay);
        _call = _clock.Tell(delay, _self, this, Sender, again: false);
    }

    /// <summary>
    /// Gives it a new time. If it has been told already, another takes its place, and it is dropped when it is received.
    /// </summary>
    public TimerMessage StartAgain(object next, TimeSpan delay, IActorRef? nextSender)
    {
        // The sender is part of the scheduled call.
        if (ReferenceEquals(Sender, nextSender) && _call.Reset(delay))
        {
            Message = next;
            _due = Delays.Due(_clock.Now, delay);
            return this;
        }

        var successor = new TimerMessage(_owner, _clock, _self, Key, next, interval, nextSender);
        successor.Start(delay);
        Cancel();
        return successor;
    }

    public void Cancel() => _call.Cancel();

    /// <summary>Schedules the next one of a message that repeats; null when the loop or timer has ended.</summary>
    public TimerMessage? StartNext()
    {
        var now = _clock.Now;
        var missed = Math.Max(0, (now - _due) / interval!.Value.Ticks);
        var next = new TimerMessage(_owner, _clock, _self, Key, Message, interval, Sender)
        {
            _due = _due + ((missed + 1) * interval.Value.Ticks),
        };
        try
        {
            next._call = _clock.Tell(TimeSpan.FromTicks(next._due - now), _self, next, Sender, again: true);
            return next;
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Akka takes it for a message that it handles itself, and has nothing to do for it.</summary>
    private sealed class Dropped : IAutoReceivedMessage, INotInfluenceReceiveTimeout
    {
        public static readonly Dropped Instance = new();
    }
}
