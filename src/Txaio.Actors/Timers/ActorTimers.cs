using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <summary>
/// Messages that an actor has sent to itself later, by key: Akka's <see cref="ITimerScheduler"/> on a loop's timers or on
/// a batched timer. Got with <c>MakeActorTimers(this)</c>, in the actor's constructor or while it handles a message.
/// </summary>
/// <remarks>
/// <para>A key has one message at a time: to start it again replaces it. A message that was cancelled or replaced is not
/// delivered, also when it was in the mailbox already. Akka cancels all when the actor stops or restarts, before
/// <c>PostStop</c> and <c>PreRestart</c>; a new instance gets no message of an old one.</para>
/// <para>A message that repeats is due at fixed times, so that no lateness adds up. The next one is scheduled when the
/// actor receives the one before: a mailbox never holds two of them, and what was due meanwhile is left out.</para>
/// <para>To be used by its actor only. All members throw an <see cref="InvalidOperationException"/> elsewhere, after an
/// <c>await</c> that left the actor included. A loop at its capacity refuses to start a message, and not to repeat
/// one. Not from txaio.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed class ActorTimers : ITimerScheduler
{
    private readonly IActorRef _self;
    private readonly IActorClock _clock;
    private readonly Dictionary<object, TimerMessage> _messages = [];

    internal ActorTimers(IActorRef self, IActorClock clock) => (_self, _clock) = (self, clock);

    /// <summary>The keys of the messages that will come.</summary>
    public IReadOnlyCollection<object> ActiveTimers
    {
        get
        {
            ThrowIfElsewhere();
            return [.. _messages.Keys];
        }
    }

    /// <summary>Has the actor get <paramref name="msg"/> once, in <paramref name="timeout"/>.</summary>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <exception cref="ArgumentNullException">Key or message are null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is too long.</exception>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ObjectDisposedException">The batched timer has been disposed.</exception>
    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        StartSingleTimer(key, msg, timeout, ActorRefs.NoSender);

    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">The time until the message is told.</param>
    /// <param name="sender">The sender of the message.</param>
    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender) =>
        Start(key, msg, timeout, null, sender);

    /// <summary>Has the actor get <paramref name="msg"/> every <paramref name="interval"/>.</summary>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">The time between two messages, and before the first: positive, at most 36,500 days.</param>
    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, interval, interval, ActorRefs.NoSender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">The time between two messages, and before the first.</param>
    /// <param name="sender">The sender of the messages.</param>
    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first message.</param>
    /// <param name="interval">The time between two messages.</param>
    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, ActorRefs.NoSender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key; a message that has it is replaced.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first message.</param>
    /// <param name="interval">The time between two messages.</param>
    /// <param name="sender">The sender of the messages.</param>
    public void StartPeriodicTimer(
        object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender)
    {
        TimerMessage.ThrowIfNoInterval(interval);
        Start(key, msg, initialDelay, interval, sender);
    }

    /// <summary>
    /// Has the message with that key come in <paramref name="delay"/> from now, instead of when it would have come:
    /// one step for "still alive". A message that repeats goes on from there.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <returns>
    /// False when no message has that key: it has been received, was cancelled, or was never started. One that is in
    /// the mailbox counts as pending: it is not delivered, and comes anew.
    /// </returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    public bool Reset(object key, TimeSpan delay)
    {
        ThrowIfElsewhere();
        ArgumentNullException.ThrowIfNull(key);
        if (!_messages.TryGetValue(key, out var message))
            return false;
        _messages[key] = message.StartAgain(message.Message, delay, message.Sender);
        return true;
    }

    /// <summary>Whether a message with that key will come.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False also while its last message is handled.</returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public bool IsTimerActive(object key)
    {
        ThrowIfElsewhere();
        return _messages.ContainsKey(key);
    }

    /// <summary>Ends the message with that key, if there is one.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public void Cancel(object key)
    {
        ThrowIfElsewhere();
        if (_messages.Remove(key, out var message))
            message.Cancel();
    }

    /// <summary>Ends all messages. Akka calls it when the actor stops or restarts.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public void CancelAll()
    {
        ThrowIfElsewhere();
        End();
    }

    /// <summary>Ends all messages, because others have taken the place of these timers.</summary>
    internal void End()
    {
        foreach (var message in _messages.Values)
            message.Cancel();
        _messages.Clear();
    }

    /// <summary>Whether the calling code runs in the actor of these timers.</summary>
    internal bool IsInActor =>
        ActorCell.GetCurrentSelfOrNoSender() is { } current && current.Equals(_self);

    /// <summary>Whether a message that the actor receives is current; if it does not repeat, that was the last.</summary>
    internal bool TryReceive(TimerMessage message)
    {
        if (!_messages.TryGetValue(message.Key, out var current) || !ReferenceEquals(current, message))
            return false;
        if (message.Interval is not null && message.StartNext() is { } next)
            _messages[message.Key] = next;
        else
            _messages.Remove(message.Key);
        return true;
    }

    private string Display => $"{_messages.Count} messages of {_self.Path}";

    private void Start(object key, object msg, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        ThrowIfElsewhere();
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(msg);
        _messages[key] = _messages.TryGetValue(key, out var old) && old.Interval == interval
            ? old.StartAgain(msg, delay, sender)
            : Replacing(old, new TimerMessage(this, _clock, _self, key, msg, interval, sender), delay);
    }

    private static TimerMessage Replacing(TimerMessage? old, TimerMessage message, TimeSpan delay)
    {
        message.Start(delay);
        old?.Cancel();
        return message;
    }

    private void ThrowIfElsewhere()
    {
        if (!IsInActor)
        {
            throw new InvalidOperationException(
                $"The timers of actor {_self.Path} can be used by that actor only, while it is made or handles a " +
                "message; not in a callback, nor after an await that has left it.");
        }
    }
}
