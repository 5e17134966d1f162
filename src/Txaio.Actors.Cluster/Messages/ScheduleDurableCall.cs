using Txaio.Actors.Messages;
using Akka.Actor;

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// A message to a durable timer's <c>Ref</c>: stores a call, as <c>IDurableTimer.Schedule</c> does. A stored call of
/// the same key is replaced. The reply is <see cref="DurableCallScheduled"/> once the call is stored, or a
/// <see cref="Status.Failure"/>. Not from txaio.
/// </summary>
public sealed record ScheduleDurableCall : INoSerializationVerificationNeeded
{
    /// <summary>A call that is due after a delay.</summary>
    /// <param name="key">The key: 1 to 1,024 characters, unique within the timer.</param>
    /// <param name="delay">
    /// The delay from the time at which the stripe receives the call; at most 36,500 days. Zero or negative: as soon as
    /// possible.
    /// </param>
    /// <param name="target">The receiver.</param>
    /// <param name="message">The message for <paramref name="target"/>; a serializer must be bound to its type.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ScheduleDurableCall(string key, TimeSpan delay, CallTarget target, object message)
        : this(key, target, message) => Delay = delay;

    /// <summary>A call that is due at a time.</summary>
    /// <param name="key">The key: 1 to 1,024 characters, unique within the timer.</param>
    /// <param name="due">The due time; a past time is due at once. At most 36,500 days from now.</param>
    /// <param name="target">The receiver.</param>
    /// <param name="message">The message for <paramref name="target"/>; a serializer must be bound to its type.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ScheduleDurableCall(string key, DateTimeOffset due, CallTarget target, object message)
        : this(key, target, message) => Due = due;

    private ScheduleDurableCall(string key, CallTarget target, object message)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        Key = key;
        Target = target;
        Message = message;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The delay; null if <see cref="Due"/> is set.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>The due time; null if <see cref="Delay"/> is set.</summary>
    public DateTimeOffset? Due { get; }

    /// <summary>The receiver.</summary>
    public CallTarget Target { get; }

    /// <summary>The message for <see cref="Target"/>.</summary>
    public object Message { get; }

    /// <summary>The message's name and the type of <see cref="Message"/>.</summary>
    /// <returns>One line, without key and message.</returns>
    public override string ToString() => MessageText.Of(nameof(ScheduleDurableCall), Message);
}

/// <summary>The reply to <see cref="ScheduleDurableCall"/>: the call is stored. Not from txaio.</summary>
/// <param name="Key">The key.</param>
/// <param name="Due">The due time in UTC: a multiple of the timer's bucket, with its margin for clock skew.</param>
public sealed record DurableCallScheduled(string Key, DateTimeOffset Due) : INoSerializationVerificationNeeded
{
    /// <summary>The message's name and the due time.</summary>
    /// <returns>One line, without the key.</returns>
    public override string ToString() => $"{nameof(DurableCallScheduled)}({Due:O})";
}
