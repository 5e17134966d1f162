using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <summary>
/// The timers of one actor. Each timer has a key and tells the actor a message at a later time. Implements Akka's
/// <see cref="ITimerScheduler"/> with a loop's delayed calls or with a batched timer. The actor makes its timers with
/// <c>MakeActorTimers(this)</c>, in its constructor or while it handles a message.
/// </summary>
/// <remarks>
/// <para>A key has one message at a time: a new message replaces the previous message of its key. A message that was
/// cancelled or replaced is not delivered, even when it was in the mailbox already. When the actor stops or restarts,
/// Akka cancels all messages before it calls <c>PostStop</c> or <c>PreRestart</c>. A new instance of the actor gets no
/// message of the old instance.</para>
/// <para>A periodic message is due at fixed times, so delays do not add up. Each repetition is scheduled when the actor
/// receives the previous repetition. So the mailbox never holds two repetitions of one message, and repetitions that
/// were due meanwhile are left out.</para>
/// <para>Only the actor may use its timers. Elsewhere all members throw an <see cref="InvalidOperationException"/>,
/// also after an <c>await</c> that left the actor. A loop at its capacity refuses to start a message, but never refuses
/// a repetition. Not from txaio.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed class ActorTimers : ITimerScheduler
{
    private readonly IActorRef _self;
    private readonly IActorClock _clock;
    private readonly Dictionary<object, TimerMessage> _messages = [];

    internal ActorTimers(IActorRef self, IActorClock clock) => (_self, _clock) = (self, clock);

    /// <summary>The keys that have a message still to be delivered.</summary>
    /// <exception cref="InvalidOperationException">
    /// Used elsewhere than by its actor, while that is made or handles a message.
    /// </exception>
    public IReadOnlyCollection<object> ActiveTimers
    {
        get
        {
            ThrowIfElsewhere();
            return [.. _messages.Keys];
        }
    }

    /// <summary>Tells the actor <paramref name="msg"/> once, after <paramref name="timeout"/>.</summary>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">
    /// The time until the message is told. Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At
    /// most 36,500 days.
    /// </param>
    /// <exception cref="ArgumentNullException">The key or the message is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is too long.</exception>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ObjectDisposedException">The batched timer has been disposed.</exception>
    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        StartSingleTimer(key, msg, timeout, ActorRefs.NoSender);

    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="timeout">The time until the message is told.</param>
    /// <param name="sender">The sender of the message.</param>
    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender)
    {
        Delays.ThrowIfTooLong(timeout, nameof(timeout));
        Start(key, msg, timeout, null, sender);
    }

    /// <summary>Tells the actor <paramref name="msg"/> every <paramref name="interval"/>.</summary>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">
    /// The time between two messages, and before the first message: positive, at most 36,500 days.
    /// </param>
    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, interval, interval, ActorRefs.NoSender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="interval">The time between two messages, and before the first message.</param>
    /// <param name="sender">The sender of the messages.</param>
    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first message.</param>
    /// <param name="interval">The time between two messages.</param>
    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, ActorRefs.NoSender);

    /// <inheritdoc cref="StartPeriodicTimer(object, object, TimeSpan)"/>
    /// <param name="key">The key. The message replaces the previous message of this key.</param>
    /// <param name="msg">The message.</param>
    /// <param name="initialDelay">The time before the first message.</param>
    /// <param name="interval">The time between two messages.</param>
    /// <param name="sender">The sender of the messages.</param>
    public void StartPeriodicTimer(
        object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender)
    {
        TimerMessage.ThrowIfNoInterval(interval);
        Delays.ThrowIfTooLong(initialDelay, nameof(initialDelay));
        Start(key, msg, initialDelay, interval, sender);
    }

    /// <summary>
    /// Gives the message of a key a new due time, <paramref name="delay"/> from now: restarts a timeout in one step.
    /// The later repetitions of a periodic message count from the new due time.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <returns>
    /// False when the key has no message: the message was received, was cancelled, or was never started. A message that
    /// is in the mailbox counts as pending: the actor drops it, and gets the message again after
    /// <paramref name="delay"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    /// <inheritdoc cref="StartSingleTimer(object, object, TimeSpan)"/>
    public bool Reset(object key, TimeSpan delay)
    {
        ThrowIfElsewhere();
        ArgumentNullException.ThrowIfNull(key);
        Delays.ThrowIfTooLong(delay);
        if (!_messages.TryGetValue(key, out var message))
            return false;
        _messages[key] = message.StartAgain(message.Message, delay, message.Sender);
        return true;
    }

    /// <summary>Whether the key has a message still to be delivered.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False also while the actor handles the last message of the key.</returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public bool IsTimerActive(object key)
    {
        ThrowIfElsewhere();
        return _messages.ContainsKey(key);
    }

    /// <summary>Cancels the message of the key, if the key has a message.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public void Cancel(object key)
    {
        ThrowIfElsewhere();
        if (_messages.Remove(key, out var message))
            message.Cancel();
    }

    /// <summary>Cancels all messages. Akka calls this method when the actor stops or restarts.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run in the actor.</exception>
    public void CancelAll()
    {
        ThrowIfElsewhere();
        End();
    }

    /// <summary>Cancels all messages, because the actor has made new timers.</summary>
    internal void End()
    {
        foreach (var message in _messages.Values)
            message.Cancel();
        _messages.Clear();
    }

    /// <summary>Whether the calling code runs in the actor of these timers.</summary>
    internal bool IsInActor =>
        ActorCell.GetCurrentSelfOrNoSender() is { } current && current.Equals(_self);

    /// <summary>
    /// Whether a message that the actor receives was neither cancelled nor replaced. Schedules the next repetition of a
    /// periodic message; removes any other message.
    /// </summary>
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
