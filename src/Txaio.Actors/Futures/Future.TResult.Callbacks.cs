using System.Runtime.CompilerServices;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <content>Callbacks with a state, and callbacks for either outcome.</content>
public partial class Future<T>
{
    /// <summary>
    /// As <see cref="AddCallbacks(Action{T}, Action{IFailedFuture})"/>, with a state instead of closures: with static
    /// delegates, only the pair itself is allocated.
    /// </summary>
    /// <inheritdoc cref="AddCallbacks(Action{T}, Action{IFailedFuture})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value and the state.</param>
    /// <param name="errback">Given the failure, an <see cref="IFailedFuture"/> of its own, and the state.</param>
    /// <param name="state">The second argument of the callback and the errback.</param>
    /// <exception cref="ArgumentException">Callback and errback are null.</exception>
    public void AddCallbacks<TState>(
        Action<T, TState>? callback, Action<IFailedFuture, TState>? errback, TState state)
    {
        ThrowIfBothNull(callback, errback);
        Add(new StateCallbackPair<T, TState>(callback, errback, state, ExecutionContext.Capture()), errback is not null);
    }

    /// <summary>
    /// As <see cref="AddCallbacks(Func{T, Task}, Action{IFailedFuture})"/>, with a state instead of closures.
    /// </summary>
    /// <inheritdoc cref="AddCallbacks(Func{T, Task}, Action{IFailedFuture})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value and the state.</param>
    /// <param name="errback">Given the failure, an <see cref="IFailedFuture"/> of its own, and the state.</param>
    /// <param name="state">The second argument of the callback and the errback.</param>
    /// <exception cref="ArgumentException">Callback and errback are null.</exception>
    [OverloadResolutionPriority(1)]
    public void AddCallbacks<TState>(
        Func<T, TState, Task>? callback, Action<IFailedFuture, TState>? errback, TState state) => AddCallbacks(
        callback is null ? null : new AsyncCallback<T, TState>(Loop, callback, errback, state).Run, errback, state);

    /// <summary>
    /// Adds a callback for either outcome (<c>Deferred.addBoth</c> in Twisted). The callback runs once, on the loop,
    /// when the future is completed; soon, if the future is completed already.
    /// </summary>
    /// <remarks>
    /// The future counts as observed. An exception of the callback is reported, also when the future has failed. The
    /// execution context flows. After the loop has ended, the callback runs on the thread pool.
    /// </remarks>
    /// <param name="callback">Given the value or the failure.</param>
    public void AddBoth(Action<Outcome<T>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddObserver(new OutcomeCallback<T>(callback, ExecutionContext.Capture()));
    }

    /// <summary>As <see cref="AddBoth(Action{Outcome{T}})"/>, with an async callback.</summary>
    /// <remarks>An exception of the callback is reported, also after an <c>await</c>.</remarks>
    /// <param name="callback">Given the value or the failure.</param>
    [OverloadResolutionPriority(1)]
    public void AddBoth(Func<Outcome<T>, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddBoth(new AsyncCallback<Outcome<T>>(Loop, callback, null).Run);
    }

    /// <summary>As <see cref="AddBoth(Action{Outcome{T}})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="AddBoth(Action{Outcome{T}})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value or the failure, and the state.</param>
    /// <param name="state">The second argument of the callback.</param>
    public void AddBoth<TState>(Action<Outcome<T>, TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddObserver(new OutcomeCallback<T, TState>(callback, state, ExecutionContext.Capture()));
    }

    /// <summary>As <see cref="AddBoth(Func{Outcome{T}, Task})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="AddBoth(Func{Outcome{T}, Task})" path="/remarks"/>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="callback">Given the value or the failure, and the state.</param>
    /// <param name="state">The second argument of the callback.</param>
    [OverloadResolutionPriority(1)]
    public void AddBoth<TState>(Func<Outcome<T>, TState, Task> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddBoth(new AsyncCallback<Outcome<T>, TState>(Loop, callback, null, state).Run, state);
    }
}
