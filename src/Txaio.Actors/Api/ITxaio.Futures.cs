using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Futures.</content>
public partial interface ITxaio
{
    /// <summary>A pending future (<c>txaio.create_future</c>).</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="canceller">
    /// Runs once on the loop when the future is cancelled, before its errbacks, with the cancelled future.
    /// </param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> CreateFuture<T>(Action<Future<T>>? canceller = null);

    /// <summary>A pending future without a value (<c>txaio.create_future</c>).</summary>
    /// <param name="canceller">Runs once on the loop when the future is cancelled, before its errbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> CreateFuture(Action<Future<Done>>? canceller = null);

    /// <summary>A future that has its value already (<c>txaio.create_future_success</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="result">The value.</param>
    /// <returns>The future; callbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> CreateFutureSuccess<T>(T result);

    /// <summary>A completed future without a value (<c>txaio.create_future_success(None)</c>).</summary>
    /// <returns>The future; callbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> CreateFutureSuccess();

    /// <summary>A future that has failed already (<c>txaio.create_future_error</c>).</summary>
    /// <typeparam name="T">The type of the value it does not have.</typeparam>
    /// <param name="error">Why.</param>
    /// <returns>The future; errbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<T> CreateFutureError<T>(Exception error);

    /// <summary>A future that has failed already, as another did (<c>txaio.create_future_error</c>).</summary>
    /// <typeparam name="T">The type of the value it does not have.</typeparam>
    /// <param name="error">Why.</param>
    /// <returns>The future; errbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> CreateFutureError<T>(IFailedFuture error);

    /// <summary>A future of how all of <paramref name="futures"/> ended (<c>txaio.gather</c>).</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="futures">The futures; one may appear twice. None: an empty list at once.</param>
    /// <param name="consumeExceptions">
    /// True: failures are among the outcomes, and the future never fails. False: it fails with the first failure,
    /// at once; the others run on, and count as looked at.
    /// </param>
    /// <returns>The outcomes, in the order of the futures. Cancelling it cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<IReadOnlyList<Outcome<T>>> Gather<T>(IEnumerable<Future<T>> futures, bool consumeExceptions = true);

    /// <summary>A future of how all of <paramref name="futures"/>, of any types, ended (<c>txaio.gather</c>).</summary>
    /// <param name="futures">The futures; one may appear twice. None: an empty list at once.</param>
    /// <param name="consumeExceptions">As in the form with one type.</param>
    /// <returns>The outcomes, in the order of the futures. Cancelling it cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<IReadOnlyList<Outcome<object?>>> Gather(IEnumerable<IFuture> futures, bool consumeExceptions = true);

    /// <summary>Asks an actor: tells it the message with a promise as the sender.</summary>
    /// <remarks>
    /// <para>A <see cref="Status.Failure"/> rejects with its cause; a reply of another type rejects with an
    /// <see cref="ArgumentException"/> that names both, and is published as a dead letter, too; a local target that is
    /// dead, or does not handle the message, rejects with <see cref="AskTargetException"/> at once; no reply in time
    /// rejects with Akka's <see cref="AskTimeoutException"/>, never early, also while the loop is blocked.</para>
    /// <para>Without a timeout it waits for <c>txaio.futures.ask-timeout</c>, 30 s by default. Akka's own <c>Ask</c>
    /// waits for ever then.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="target">The actor that is asked.</param>
    /// <param name="message">The message.</param>
    /// <param name="timeout">
    /// How long to wait: positive, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; by default
    /// <c>txaio.futures.ask-timeout</c>. Up to 140 ms later (10 ms under a second), never earlier.
    /// </param>
    /// <param name="cancellationToken">Cancels the future; its exception carries the token.</param>
    /// <returns>The answer to come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> Ask<T>(
        ICanTell target,
        object message,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default);

    /// <summary>Asks an actor, with the default timeout, for as long as the token is not cancelled.</summary>
    /// <inheritdoc cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>
    sealed Future<T> Ask<T>(ICanTell target, object message, CancellationToken cancellationToken) =>
        Ask<T>(target, message, timeout: null, cancellationToken);
}
