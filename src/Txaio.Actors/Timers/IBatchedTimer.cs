using Akka.Actor;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <summary>
/// A timer for very many coarse timeouts (<c>txaio.IBatchedTimer</c>): calls that fall due together share one
/// bucket, and scheduling and cancelling one costs neither an object nor a message.
/// </summary>
/// <remarks>
/// <para>A due time, now plus the delay, is rounded to a multiple of the bucket on the loop's clock: down by
/// default, so a call fires up to one bucket early; up with <see cref="BucketRounding.Up"/>, never early. What
/// rounds into the past fires at once. The calls of a bucket run in chunks, spread evenly over one bucket length
/// from its due time on, and other callbacks of the loop run between chunks.</para>
/// <para>Callbacks run on the loop, in the default execution context: a timeout does not keep the AsyncLocals of
/// the request that armed it alive. What they throw is collected and reported once for the bucket, as
/// <see cref="BatchedTimerException"/>. Pending calls never run once the loop has closed.</para>
/// <para>All members may be used from any thread, and inside the timer's own callbacks.</para>
/// <para><c>Dispose</c> cancels what is pending and returns at once; a running call is not
/// stopped. <c>DisposeAsync</c> does the same; its task completes when no call runs any more and the timer's actors
/// have stopped, also when the timer had been disposed before. Await it, also inside one of its calls; a blocking wait
/// on the timer's loop would wait for ever.</para>
/// <para>The library implements this interface; later versions may add members to it.</para>
/// </remarks>
public partial interface IBatchedTimer : IDisposable, IAsyncDisposable
{
    /// <summary>The timer's actor, <c>/system/txaio/timers/{name}</c>; started when first read.</summary>
    /// <exception cref="LoopTerminatedException">The actor system has ended.</exception>
    /// <exception cref="ObjectDisposedException">The timer was disposed before it had an actor.</exception>
    IActorRef Ref { get; }

    /// <summary>The length of a bucket.</summary>
    TimeSpan Bucket { get; }

    /// <summary>How many calls run before other callbacks of the loop get their turn.</summary>
    int ChunkSize { get; }

    /// <summary>Which way due times are rounded.</summary>
    BucketRounding Rounding { get; }

    /// <summary>
    /// How many calls have neither run nor been cancelled. Counts over all buckets: for watching, not for hot
    /// paths.
    /// </summary>
    long PendingCalls { get; }

    /// <summary>Runs <paramref name="callback"/> on the loop in about <paramref name="delay"/>.</summary>
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">What to run.</param>
    /// <returns>The call, which can be cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    DelayedCall CallLater(TimeSpan delay, Action callback);

    /// <summary>
    /// Runs <paramref name="callback"/> with <paramref name="state"/> on the loop in about
    /// <paramref name="delay"/>. With a static callback and a state that is an object, nothing is allocated.
    /// </summary>
    /// <typeparam name="TState">What the callback is given. A value type is boxed.</typeparam>
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">What to run.</param>
    /// <param name="state">What it is given.</param>
    /// <returns>The call, which can be cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    sealed DelayedCall CallLater<TState>(TimeSpan delay, Action<TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Schedule(delay, StateInvoker.For<TState>(), callback, state);
    }

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> in about <paramref name="delay"/>, in chunks
    /// as callbacks run, but with no loop involved, and with a sender that is said.
    /// </summary>
    /// <remarks>
    /// A message that was told cannot be taken back: it may stand in the mailbox behind the very reply that makes
    /// it stale. Let it carry a number, and ignore old ones.
    /// </remarks>
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="message">What it is told.</param>
    /// <param name="sender">Whom it can answer; null for none.</param>
    /// <returns>The call, which can be cancelled until the message is told.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender);

    // Not generic: a generic member of an interface is found by a look-up, which costs a quarter of the whole call.
    internal DelayedCall Schedule(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        CallLater(delay, () => invoker.Invoke(callback, state));
}
