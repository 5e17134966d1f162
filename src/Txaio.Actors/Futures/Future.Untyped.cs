using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <content>The members of <see cref="IFuture"/> that give the value as an object.</content>
public abstract partial class Future
{
    void IFuture.AddCallbacks(Action<object?>? callback, Action<IFailedFuture>? errback)
    {
        ThrowIfBothNull(callback, errback);
        Add(new CallbackPair<object?>(callback, errback, ExecutionContext.Capture()), errback is not null);
    }

    void IFuture.AddCallbacks(Func<object?, Task>? callback, Action<IFailedFuture>? errback) =>
        ((IFuture)this).AddCallbacks(
            callback is null ? null : new AsyncCallback<object?>(Loop, callback, errback).Run, errback);

    void IFuture.AddCallbacks<TState>(
        Action<object?, TState>? callback, Action<IFailedFuture, TState>? errback, TState state)
    {
        ThrowIfBothNull(callback, errback);
        Add(
            new StateCallbackPair<object?, TState>(callback, errback, state, ExecutionContext.Capture()),
            errback is not null);
    }

    void IFuture.AddCallbacks<TState>(
        Func<object?, TState, Task>? callback, Action<IFailedFuture, TState>? errback, TState state) =>
        ((IFuture)this).AddCallbacks(
            callback is null ? null : new AsyncCallback<object?, TState>(Loop, callback, errback, state).Run,
            errback,
            state);

    void IFuture.AddBoth(Action<Outcome<object?>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddObserver(new OutcomeCallback<object?>(callback, ExecutionContext.Capture()));
    }

    void IFuture.AddBoth(Func<Outcome<object?>, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ((IFuture)this).AddBoth(new AsyncCallback<Outcome<object?>>(Loop, callback, null).Run);
    }

    void IFuture.AddBoth<TState>(Action<Outcome<object?>, TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddObserver(new OutcomeCallback<object?, TState>(callback, state, ExecutionContext.Capture()));
    }

    void IFuture.AddBoth<TState>(Func<Outcome<object?>, TState, Task> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ((IFuture)this).AddBoth(
            new AsyncCallback<Outcome<object?>, TState>(Loop, callback, null, state).Run, state);
    }

    FutureAwaiter IFuture.GetAwaiter() => new(AwaitedUntyped(), comesBack: true);

    ConfiguredFuture IFuture.ConfigureAwait(bool continueOnCapturedContext) => new(this, continueOnCapturedContext);

    Task IFuture.AsTask() => AsUntypedTask();

    /// <summary>
    /// The value as a <typeparamref name="T"/>: the future's own type, or object. Read only once the future has
    /// succeeded.
    /// </summary>
    internal T ResultAs<T>() => this is Future<T> typed ? typed.Result : (T)UntypedResult!;

    /// <summary>The outcome, with the value as in <see cref="ResultAs"/>. Read only once the future is completed.</summary>
    internal Outcome<T> OutcomeAs<T>() =>
        Error is { } error ? new Outcome<T>(error) : new Outcome<T>(ResultAs<T>());

    /// <summary>
    /// Waits for the completion if the future is pending, and throws the failure. The future counts as observed.
    /// </summary>
    internal void WaitAndThrowIfFailed()
    {
        if (!IsCompleted)
        {
            if (Loop.IsCurrent)
            {
                throw new InvalidOperationException(
                    $"{this} would be waited for on its own loop, which would block for ever: await it.");
            }

            AsUntypedTask().GetAwaiter().GetResult();
        }

        Observe();
        ThrowIfFailed();
    }

    /// <summary>The future that the calling code awaits. In a cancel scope it may be another future.</summary>
    internal abstract Future AwaitedUntyped();

    private protected static void ThrowIfBothNull(Delegate? callback, Delegate? errback)
    {
        if (callback is null && errback is null)
            throw new ArgumentException("Give a callback, an errback, or both: both are null.", nameof(callback));
    }

    private protected void Add(FutureContinuation callbacks, bool observes)
    {
        if (observes)
            AddObserver(callbacks);
        else
            AddContinuation(callbacks);
    }
}
