using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Futures.</content>
public partial interface ITxaio
{
    /// <summary>A pending future (<c>txaio.create_future</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
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

    /// <summary>A future completed with a value (<c>txaio.create_future_success</c>).</summary>
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

    /// <summary>A failed future (<c>txaio.create_future_error</c>).</summary>
    /// <typeparam name="T">The type of the value that the future would have had.</typeparam>
    /// <param name="error">The exception or failure.</param>
    /// <returns>The future; errbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<T> CreateFutureError<T>(Exception error);

    /// <summary>A future that has failed with another future's failure (<c>txaio.create_future_error</c>).</summary>
    /// <typeparam name="T">The type of the value that the future would have had.</typeparam>
    /// <param name="error">The exception or failure.</param>
    /// <returns>The future; errbacks added to it still run on the loop, never inline.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ArgumentNullException">The error is null, or has no exception.</exception>
    Future<T> CreateFutureError<T>(IFailedFuture error);

    /// <summary>A future of the outcomes of <paramref name="futures"/> (<c>txaio.gather</c>).</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="futures">
    /// The futures; the same future may appear twice. An empty sequence gives an empty list at once.
    /// </param>
    /// <param name="consumeExceptions">
    /// True: failures are among the outcomes, and no failure of <paramref name="futures"/> fails the gathering. False:
    /// the first failure fails the gathering at once. The other futures stay pending and count as observed.
    /// </param>
    /// <returns>A future of the outcomes, in the futures' order. Cancelling the result cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ArgumentException">A future is null.</exception>
    Future<IReadOnlyList<Outcome<T>>> Gather<T>(IEnumerable<Future<T>> futures, bool consumeExceptions = true);

    /// <summary>A future of the outcomes of <paramref name="futures"/> of any types (<c>txaio.gather</c>).</summary>
    /// <param name="futures">
    /// The futures; the same future may appear twice. An empty sequence gives an empty list at once.
    /// </param>
    /// <param name="consumeExceptions">As in the overload for futures of one type.</param>
    /// <returns>A future of the outcomes, in the futures' order. Cancelling the result cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ArgumentException">A future is null.</exception>
    Future<IReadOnlyList<Outcome<object?>>> Gather(IEnumerable<IFuture> futures, bool consumeExceptions = true);

    /// <summary>
    /// As <see cref="Gather{T}(IEnumerable{Future{T}}, bool)"/>, of the futures given as arguments
    /// (<c>txaio.gather</c>). No failure of <paramref name="futures"/> fails the gathering.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="futures">The futures; the same future may appear twice. No arguments: an empty list.</param>
    /// <returns>A future of the outcomes, in the futures' order. Cancelling the result cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ArgumentException">A future is null.</exception>
    sealed Future<IReadOnlyList<Outcome<T>>> Gather<T>(params Future<T>[] futures) =>
        Gather((IEnumerable<Future<T>>)futures);

    /// <summary>
    /// As <see cref="Gather(IEnumerable{IFuture}, bool)"/>, of the futures given as arguments (<c>txaio.gather</c>). No
    /// failure of <paramref name="futures"/> fails the gathering.
    /// </summary>
    /// <param name="futures">The futures; the same future may appear twice. No arguments: an empty list.</param>
    /// <returns>A future of the outcomes, in the futures' order. Cancelling the result cancels the futures.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    /// <exception cref="ArgumentException">A future is null.</exception>
    sealed Future<IReadOnlyList<Outcome<object?>>> Gather(params IFuture[] futures) =>
        Gather((IEnumerable<IFuture>)futures);

    /// <summary>Asks an actor: tells the target the message with a promise as the sender.</summary>
    /// <remarks>
    /// <para>These reject the future:</para>
    /// <para>a <see cref="Status.Failure"/>, with its cause;</para>
    /// <para>a reply of another type, with an <see cref="ArgumentException"/> that names both types; the reply is also
    /// published as a dead letter;</para>
    /// <para>a local target that is dead or does not handle the message, with <see cref="AskTargetException"/>, at
    /// once;</para>
    /// <para>no reply in time, with Akka's <see cref="AskTimeoutException"/>, never early, also while the loop is
    /// blocked.</para>
    /// <para>The default timeout is <c>txaio.futures.ask-timeout</c>, 30 s. By default, Akka's own <c>Ask</c> has no
    /// timeout.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the reply.</typeparam>
    /// <param name="target">The actor that is asked.</param>
    /// <param name="message">The message.</param>
    /// <param name="timeout">
    /// How long to wait: positive, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; by default
    /// <c>txaio.futures.ask-timeout</c>. The wait ends up to 140 ms late (10 ms for timeouts under a second), never
    /// early.
    /// </param>
    /// <param name="cancellationToken">Cancels the future; the future's exception carries the token.</param>
    /// <returns>The future of the reply.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> Ask<T>(
        ICanTell target,
        object message,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default);

    /// <summary>Asks an actor with the default timeout; the token cancels the future.</summary>
    /// <inheritdoc cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>
    sealed Future<T> Ask<T>(ICanTell target, object message, CancellationToken cancellationToken) =>
        Ask<T>(target, message, timeout: null, cancellationToken);
}
