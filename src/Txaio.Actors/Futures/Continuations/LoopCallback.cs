using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// A user's callbacks for the outcome of a future. The loop runs the callback for the actual outcome.
/// </summary>
internal abstract class LoopCallback(ExecutionContext? context) : FutureContinuation, ICallback
{
    public override void Run(Future future)
    {
        // Without a delegate for this outcome, no entry is queued.
        if (CallbackFor(future) is not null)
            future.Loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, future, context));
    }

    // The loop reports an exception that this method throws.
    void ICallback.Run(object? state) => RunOnLoop((Future)state!);

    string ICallback.Describe(object? state) => CallbackName.Of(CallbackFor((Future)state!)!);

    /// <summary>The user's delegate for the outcome of <paramref name="future"/>; null when there is none.</summary>
    protected abstract Delegate? CallbackFor(Future future);

    /// <summary>Runs the delegate for the outcome.</summary>
    protected abstract void RunOnLoop(Future future);
}

/// <summary>A callback and an errback with a state.</summary>
internal sealed class StateCallbackPair<T, TState>(
    Action<T, TState>? callback, Action<IFailedFuture, TState>? errback, TState state, ExecutionContext? context)
    : LoopCallback(context)
{
    protected override Delegate? CallbackFor(Future future) => future.IsSuccess ? callback : errback;

    protected override void RunOnLoop(Future future)
    {
        if (future.Error is { } error)
        {
            errback!(new FailedFuture(error), state);
            return;
        }

        try
        {
            callback!(future.ResultAs<T>(), state);
        }
        catch (Exception e) when (errback is not null)
        {
            errback(new FailedFuture(e), state);
        }
    }
}

/// <summary>A callback for either outcome.</summary>
internal sealed class OutcomeCallback<T>(Action<Outcome<T>> callback, ExecutionContext? context)
    : LoopCallback(context)
{
    protected override Delegate CallbackFor(Future future) => callback;

    protected override void RunOnLoop(Future future) => callback(future.OutcomeAs<T>());
}

/// <summary>A callback for either outcome, with a state.</summary>
internal sealed class OutcomeCallback<T, TState>(
    Action<Outcome<T>, TState> callback, TState state, ExecutionContext? context)
    : LoopCallback(context)
{
    protected override Delegate CallbackFor(Future future) => callback;

    protected override void RunOnLoop(Future future) => callback(future.OutcomeAs<T>(), state);
}
