using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Futures and failures.</content>
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

    /// <summary>Whether <paramref name="obj"/> is a future or a task (<c>txaio.is_future</c>).</summary>
    /// <param name="obj">Anything.</param>
    /// <returns>True for futures, tasks and value tasks, with and without a value.</returns>
    bool IsFuture(object? obj);

    /// <summary>Whether a future or task has been completed: has a value, failed or was cancelled
    /// (<c>txaio.is_called</c>).</summary>
    /// <param name="future">A future, task or value task.</param>
    /// <returns>True once it has.</returns>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    bool IsCalled(object future);

    /// <summary>Gives a future its value (<c>txaio.resolve</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="result">The value.</param>
    /// <exception cref="FutureAlreadyCalledException">It had been completed before, and stays as it was.</exception>
    void Resolve<T>(Future<T> future, T result);

    /// <summary>Completes a future without a value (<c>txaio.resolve</c>).</summary>
    /// <param name="future">The future, of any loop.</param>
    /// <exception cref="FutureAlreadyCalledException">It had been completed before, and stays as it was.</exception>
    void Resolve(Future<Done> future);

    /// <summary>Fails a future (<c>txaio.reject</c>). Unlike there, the exception is always passed.</summary>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="FutureAlreadyCalledException">It had been completed before, and stays as it was.</exception>
    [OverloadResolutionPriority(1)]
    void Reject(IFuture future, Exception error);

    /// <summary>Fails a future as another did (<c>txaio.reject</c>).</summary>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="FutureAlreadyCalledException">It had been completed before, and stays as it was.</exception>
    void Reject(IFuture future, IFailedFuture error);

    /// <summary>Cancels a future, if it is pending (<c>txaio.cancel</c>).</summary>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="msg">The message of the <see cref="FutureCancelledException"/> it fails with.</param>
    void Cancel(IFuture future, string? msg = null);

    /// <summary>Adds a callback, an errback, or both (<c>txaio.add_callbacks</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="future">The future, of any loop: they run on that one.</param>
    /// <param name="callback">Given the value.</param>
    /// <param name="errback">Given the failure.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    void AddCallbacks<T>(Future<T> future, Action<T>? callback = null, Action<IFailedFuture>? errback = null);

    /// <summary>Adds an async callback, and perhaps an errback (<c>txaio.add_callbacks</c>).</summary>
    /// <remarks>
    /// What the callback throws goes to its errback, on the loop, also after an <c>await</c>; without an errback it is
    /// reported.
    /// </remarks>
    /// <inheritdoc cref="AddCallbacks{T}(Future{T}, Action{T}, Action{IFailedFuture})"/>
    [OverloadResolutionPriority(1)]
    sealed void AddCallbacks<T>(Future<T> future, Func<T, Task>? callback, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

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

    /// <summary>A failure of an exception (<c>txaio.create_failure</c>).</summary>
    /// <param name="exception">What failed. Python's "the one being handled" does not exist in .NET.</param>
    /// <returns>The failure.</returns>
    IFailedFuture CreateFailure(Exception exception);

    /// <summary>A failure on one line (<c>txaio.failure_message</c>): <c>{exception type}: {message}</c>.</summary>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The line; for anything else a text that says so. Never throws.</returns>
    string FailureMessage(object failure);

    /// <summary>A failure's stack trace (<c>txaio.failure_traceback</c>).</summary>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The stack trace; null when the exception was never thrown. Never throws.</returns>
    StackTrace? FailureTraceback(object failure);

    /// <summary>
    /// A failure in full (<c>txaio.failure_format_traceback</c>): text, stack trace, inner exceptions.
    /// </summary>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The text; for anything else one that says so. Never throws.</returns>
    string FailureFormatTraceback(object failure);
}
