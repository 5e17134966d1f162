using Akka.Actor;
using Txaio.Actors.Cluster.Messages;

namespace Txaio.Actors.Cluster;

/// <summary>
/// Calls that are stored until they are done: they survive the process, the machine and a rolling deployment. Each call
/// has a key, a due time, a target and a message. Not from txaio; the batching of due times is that of
/// <c>txaio.make_batched_timer</c>.
/// </summary>
/// <remarks>
/// <para>At least once: each call whose <c>Schedule</c> was answered reaches its target, unless a <c>Cancel</c> found
/// it or a later <c>Schedule</c> of its key replaced it. The target receives <see cref="DurableCallDue"/>, and replies
/// with <see cref="DurableCallDone"/>. Never early by the clock of the node that delivers.</para>
/// <para>Calls of one thread or actor for one key take effect in their order. The futures complete on the actor
/// system's default loop, once the change is stored. A future that is cancelled by its caller does not take the change
/// back.</para>
/// <para>All members: any thread. After the default loop has ended, they throw
/// <see cref="LoopTerminatedException"/>.</para>
/// </remarks>
public interface IDurableTimer
{
    /// <summary>The timer's name.</summary>
    string Name { get; }

    /// <summary>
    /// The actor that does the same by message, for actors of this node: <see cref="ScheduleDurableCall"/>,
    /// <see cref="CancelDurableCall"/>, <see cref="FindDurableCall"/> and <see cref="GetPendingDurableCalls"/>.
    /// </summary>
    IActorRef Ref { get; }

    /// <summary>Stores a call that is due after a delay. A stored call of the same key is replaced.</summary>
    /// <param name="key">The key: 1 to 1,024 characters, unique within the timer.</param>
    /// <param name="delay">
    /// The delay; at most 36,500 days. Zero or negative: as soon as possible. The due time is rounded up to a multiple
    /// of the timer's bucket, by the clock of the stripe.
    /// </param>
    /// <param name="target">The receiver.</param>
    /// <param name="message">
    /// The message; the serializer that is bound to its type writes it on the calling thread. All nodes need that
    /// serializer.
    /// </param>
    /// <returns>
    /// A future that completes once the call is stored. It fails with <see cref="DurableTimerException"/> if the store
    /// failed, and with <see cref="TimeoutException"/> after the timer's <c>request-timeout</c>; in both cases the call
    /// may be stored all the same, and the same <c>Schedule</c> may be tried again.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The key is empty, too long or not valid Unicode; the message cannot be serialized, or the call is larger than
    /// the timer's <c>call-kilobytes</c>.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="DurableTimerOverloadedException">
    /// As many changes wait as the timer's <c>waiting</c> allows. Nothing was sent.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The actor system's default loop has ended.</exception>
    Future<DurableCallScheduled> Schedule(string key, TimeSpan delay, CallTarget target, object message);

    /// <summary>Stores a call that is due at a time. A stored call of the same key is replaced.</summary>
    /// <param name="key">The key: 1 to 1,024 characters, unique within the timer.</param>
    /// <param name="due">
    /// The due time, at most 36,500 days from now; rounded up to a multiple of the timer's bucket. A past time: as soon
    /// as possible.
    /// </param>
    /// <inheritdoc cref="Schedule(string, TimeSpan, CallTarget, object)"/>
    /// <param name="target">The receiver.</param>
    /// <param name="message">The message.</param>
    Future<DurableCallScheduled> Schedule(string key, DateTimeOffset due, CallTarget target, object message);

    /// <summary>Cancels the call of a key.</summary>
    /// <param name="key">The key: 1 to 1,024 characters.</param>
    /// <returns>
    /// A future that completes once the cancel is stored; it says whether the key had a call. If found, no delivery
    /// starts after that. It fails as that of <c>Schedule</c>.
    /// </returns>
    /// <exception cref="ArgumentException">The key is empty, too long or not valid Unicode.</exception>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="DurableTimerOverloadedException">As with <c>Schedule</c>.</exception>
    /// <exception cref="LoopTerminatedException">The actor system's default loop has ended.</exception>
    Future<DurableCallCancelled> Cancel(string key);

    /// <summary>Returns the call of a key, after all earlier changes of the key by this node.</summary>
    /// <param name="key">The key: 1 to 1,024 characters.</param>
    /// <returns>
    /// A future of the call. It fails with <see cref="TimeoutException"/> after the timer's <c>request-timeout</c>, and
    /// with <see cref="DurableTimerException"/> if the store failed, or if this node cannot read the call's message.
    /// </returns>
    /// <exception cref="ArgumentException">The key is empty, too long or not valid Unicode.</exception>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="DurableTimerOverloadedException">
    /// As many questions wait for their replies as the timer's <c>waiting</c> allows. Nothing was sent.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The actor system's default loop has ended.</exception>
    Future<DurableCallFound> Find(string key);

    /// <summary>Asks all stripes for their numbers.</summary>
    /// <returns>
    /// A future of the numbers. It fails with <see cref="TimeoutException"/> if a stripe does not reply within the timer's
    /// <c>request-timeout</c>, and with <see cref="DurableTimerException"/> if the store failed.
    /// </returns>
    /// <exception cref="DurableTimerOverloadedException">
    /// As with <see cref="Find"/>; each stripe counts as a question.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The actor system's default loop has ended.</exception>
    Future<PendingDurableCalls> Pending();
}
