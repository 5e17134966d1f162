using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>A value to come, of any type: the members of <see cref="Future{T}"/> that do not need T.</summary>
/// <remarks>
/// All members may be used from any thread, also after the loop has ended. The library implements this interface; later
/// versions may add members.
/// </remarks>
public interface IFuture
{
    /// <summary>The loop on which the future's callbacks run.</summary>
    EventLoop Loop { get; }

    /// <summary>
    /// The future as an actor: any actor that holds this ref, in this process or on another node, completes the future
    /// by replying to the ref. The path is made and registered when it is first read. The path is valid while the
    /// future is pending, and for <c>txaio.futures.keep-completed</c> (30 s) after completion. The path of an Ask is
    /// valid only while the Ask is pending.
    /// </summary>
    IActorRef Ref { get; }

    /// <summary>Whether the future has been resolved, rejected or cancelled (<c>txaio.is_called</c>).</summary>
    /// <remarks>
    /// True as soon as the call that completes the future returns. The callbacks may still wait in the loop's queue then.
    /// </remarks>
    bool IsCalled { get; }

    /// <summary>Whether the future has been cancelled.</summary>
    bool IsCancelled { get; }

    /// <summary>Cancels the future, if it is pending (<c>txaio.cancel</c>).</summary>
    /// <param name="msg">The message of the <see cref="FutureCancelledException"/>; null for a text of the
    /// library.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    [OverloadResolutionPriority(1)]
    bool Cancel(string? msg = null);

    /// <summary>Cancels the future, if it is pending, for a reason that is an exception.</summary>
    /// <remarks>
    /// The future fails with a <see cref="FutureCancelledException"/> that has the message of <paramref name="reason"/>,
    /// and <paramref name="reason"/> as its inner exception. So errbacks, awaits, subscribers and the canceller, which
    /// gets the cancelled future, can read the reason. A <paramref name="reason"/> that is a
    /// <see cref="FutureCancelledException"/> itself, such as the failure of another future, becomes the failure. A
    /// gathered future passes the reason on to the futures that it cancels.
    /// </remarks>
    /// <param name="reason">The reason.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    bool Cancel(Exception reason);

    /// <summary>Completes the future with a failure (<c>txaio.reject</c>).</summary>
    /// <param name="error">The failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    [OverloadResolutionPriority(1)]
    void Reject(Exception error);

    /// <summary>Completes the future with the failure of another future (<c>txaio.reject</c>).</summary>
    /// <param name="error">The failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    /// <exception cref="ArgumentNullException">The error is null, or has no exception.</exception>
    void Reject(IFailedFuture error);

    /// <summary>Completes the future with a failure, if it is pending.</summary>
    /// <param name="error">The failure.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    [OverloadResolutionPriority(1)]
    bool TryReject(Exception error);

    /// <summary>Completes the future with the failure of another future, if it is pending.</summary>
    /// <param name="error">The failure.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    /// <exception cref="ArgumentNullException">The error is null, or has no exception.</exception>
    bool TryReject(IFailedFuture error);

    /// <summary>
    /// Returns a task that completes with the future. A cancelled future's task is faulted with its
    /// <see cref="FutureCancelledException"/>, so that the message is kept.
    /// </summary>
    /// <returns>
    /// The task. Its continuations never run inside the call that completes the future. In virtual time this holds for
    /// each <c>await</c>, and not for a <c>ContinueWith</c> with <c>ExecuteSynchronously</c>.
    /// </returns>
    Task AsTask();

    /// <summary>
    /// Adds a pair of callbacks (<c>txaio.add_callbacks</c>): one of them runs on the loop, once, when the future
    /// is completed, or soon, when it is completed already.
    /// </summary>
    /// <remarks>
    /// As <see cref="Future{T}.AddCallbacks(Action{T}, Action{IFailedFuture})"/>: an exception of the callback goes to
    /// the errback of the same pair; without an errback it is reported. The execution context flows. After the loop has
    /// ended, the callback runs on the thread pool.
    /// </remarks>
    /// <param name="callback">
    /// Given the value as an object; <see cref="Akka.Done"/> of a future without a value.
    /// </param>
    /// <param name="errback">Given the failure.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    void AddCallbacks(Action<object?>? callback = null, Action<IFailedFuture>? errback = null);

    /// <summary>As <see cref="AddCallbacks(Action{object}, Action{IFailedFuture})"/>, with an async callback.</summary>
    /// <remarks>
    /// An exception of the callback, also after an <c>await</c>, goes to the errback of the same pair, on the loop;
    /// without an errback it is reported.
    /// </remarks>
    /// <inheritdoc cref="AddCallbacks(Action{object}, Action{IFailedFuture})"/>
    [OverloadResolutionPriority(1)]
    void AddCallbacks(Func<object?, Task>? callback, Action<IFailedFuture>? errback = null);

    /// <summary>
    /// As <see cref="AddCallbacks(Action{object}, Action{IFailedFuture})"/>, with a state instead of closures.
    /// </summary>
    /// <inheritdoc cref="AddCallbacks(Action{object}, Action{IFailedFuture})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value as an object, and the state.</param>
    /// <param name="errback">Given the failure and the state.</param>
    /// <param name="state">The second argument of the callback and the errback.</param>
    /// <exception cref="ArgumentException">Callback and errback are null.</exception>
    void AddCallbacks<TState>(
        Action<object?, TState>? callback, Action<IFailedFuture, TState>? errback, TState state);

    /// <summary>
    /// As <see cref="AddCallbacks(Func{object, Task}, Action{IFailedFuture})"/>, with a state instead of closures.
    /// </summary>
    /// <inheritdoc cref="AddCallbacks(Func{object, Task}, Action{IFailedFuture})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value as an object, and the state.</param>
    /// <param name="errback">Given the failure and the state.</param>
    /// <param name="state">The second argument of the callback and the errback.</param>
    /// <exception cref="ArgumentException">Callback and errback are null.</exception>
    [OverloadResolutionPriority(1)]
    void AddCallbacks<TState>(
        Func<object?, TState, Task>? callback, Action<IFailedFuture, TState>? errback, TState state);

    /// <summary>Adds a callback for either outcome (<c>Deferred.addBoth</c> in Twisted).</summary>
    /// <remarks>As <see cref="Future{T}.AddBoth(Action{Outcome{T}})"/>. The future counts as observed.</remarks>
    /// <param name="callback">Given the value as an object, or the failure; on the loop, once.</param>
    void AddBoth(Action<Outcome<object?>> callback);

    /// <summary>As <see cref="AddBoth(Action{Outcome{object}})"/>, with an async callback.</summary>
    /// <remarks>An exception of the callback is reported, also after an <c>await</c>.</remarks>
    /// <param name="callback">Given the value as an object, or the failure; on the loop, once.</param>
    [OverloadResolutionPriority(1)]
    void AddBoth(Func<Outcome<object?>, Task> callback);

    /// <summary>As <see cref="AddBoth(Action{Outcome{object}})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="AddBoth(Action{Outcome{object}})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value as an object, or the failure, and the state.</param>
    /// <param name="state">The second argument of the callback.</param>
    void AddBoth<TState>(Action<Outcome<object?>, TState> callback, TState state);

    /// <summary>As <see cref="AddBoth(Func{Outcome{object}, Task})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="AddBoth(Func{Outcome{object}, Task})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value as an object, or the failure, and the state.</param>
    /// <param name="state">The second argument of the callback.</param>
    [OverloadResolutionPriority(1)]
    void AddBoth<TState>(Func<Outcome<object?>, TState, Task> callback, TState state);

    /// <summary>Returns the awaiter: <c>await</c> gives the value as an object, or throws the failure.</summary>
    /// <remarks>The code resumes as after an <c>await</c> of a <see cref="Future{T}"/>.</remarks>
    /// <returns>The awaiter.</returns>
    FutureAwaiter GetAwaiter();

    /// <summary>
    /// Configures where an <c>await</c> of the future resumes, as a task's <c>ConfigureAwait</c> does.
    /// </summary>
    /// <param name="continueOnCapturedContext">
    /// False: the code resumes on the thread pool, also on a loop. True: as <c>await</c> does without this.
    /// </param>
    /// <returns>The awaitable.</returns>
    ConfiguredFuture ConfigureAwait(bool continueOnCapturedContext);
}
