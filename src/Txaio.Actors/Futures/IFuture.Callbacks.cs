using System.Runtime.CompilerServices;

namespace Txaio.Actors;

/// <content>
/// Callbacks and awaits, with the value as an object: for code that holds futures of several types.
/// </content>
public partial interface IFuture
{
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
