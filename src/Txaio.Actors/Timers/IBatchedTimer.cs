using Akka.Actor;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <summary>
/// A timer for very many coarse timeouts (<c>txaio.IBatchedTimer</c>). Calls that are due together share a bucket.
/// Scheduling or cancelling a call allocates no object and sends no message.
/// </summary>
/// <remarks>
/// <para>A due time, now plus the delay, is rounded to a multiple of the bucket length on the loop's clock. By default
/// it is rounded down, so a call fires up to one bucket length early. <see cref="BucketRounding.Up"/> rounds up, so no
/// call fires early. A call whose rounded due time has passed fires at once. The calls of a bucket run in chunks,
/// spread evenly over one bucket length from the due time on. Other callbacks of the loop run between chunks.</para>
/// <para>Callbacks run on the loop, in the default execution context, so a pending call keeps no AsyncLocal values of
/// its caller alive. Exceptions of a bucket's calls are reported together, as <see cref="BatchedTimerException"/>.
/// Pending calls never run once the loop has closed.</para>
/// <para>All members may be used from any thread, and inside the timer's own callbacks.</para>
/// <para><c>Dispose</c> cancels the pending calls and returns at once; it does not stop a running call.
/// <c>DisposeAsync</c> does the same. Its task completes when no call of the timer is running and the timer's actors
/// have stopped, also when the timer was disposed before. The task may be awaited inside a call of the timer. Blocking
/// the timer's loop until the task completes would block for ever.</para>
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
    /// How many calls have neither run nor been cancelled. Reading it visits all buckets: meant for monitoring, not for
    /// hot paths.
    /// </summary>
    long PendingCalls { get; }

    /// <summary>Runs <paramref name="callback"/> on the loop in about <paramref name="delay"/>.</summary>
    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Action)" path="/param|/returns|/exception"/>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    DelayedCall CallLater(TimeSpan delay, Action callback);

    /// <summary>
    /// Runs <paramref name="callback"/> with <paramref name="state"/> on the loop in about
    /// <paramref name="delay"/>. With a static callback and a reference type as the state, nothing is allocated.
    /// </summary>
    /// <typeparam name="TState">The type of the state. A value type is boxed.</typeparam>
    /// <inheritdoc cref="ITxaio.CallLater{TState}(TimeSpan, Action{TState}, TState)"
    /// path="/param|/returns|/exception"/>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    sealed DelayedCall CallLater<TState>(TimeSpan delay, Action<TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Schedule(delay, StateInvoker.For<TState>(), callback, state);
    }

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> in about <paramref name="delay"/>, with the given
    /// <paramref name="sender"/>. Messages are told in chunks, as callbacks are run, but no loop takes part.
    /// </summary>
    /// <remarks>
    /// A message that was told cannot be cancelled. The message may wait in the target's mailbox behind another message
    /// that has made it obsolete. Number the messages, and ignore old numbers.
    /// </remarks>
    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, IActorRef, object, IActorRef)" path="/param|/returns|/exception"/>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender);

    // Not generic: calls of generic interface members go through a look-up, a quarter of the cost of the whole call.
    internal DelayedCall Schedule(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        CallLater(delay, () => invoker.Invoke(callback, state));
}
