using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>A callback and an errback, waiting for their future.</summary>
internal sealed class CallbackPair<T>(
    Action<T>? callback, Action<IFailedFuture>? errback, ExecutionContext? context) : FutureContinuation
{
    public override void Run(Future future)
    {
        // Without a callback for this outcome, nothing is queued.
        if (future.IsSuccess ? callback is not null : errback is not null)
            future.Loop.Enqueue(new WorkItem(Invoker.Instance, this, future, context));
    }

    private void RunOnLoop(Future future)
    {
        if (future.Error is { } error)
        {
            errback!(new FailedFuture(error));
            return;
        }

        try
        {
            callback!(future.ResultAs<T>());
        }
        catch (Exception e) when (errback is not null)
        {
            errback(new FailedFuture(e));
        }
    }

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        // The loop reports an exception from here.
        public override void Invoke(object callback, object? state) =>
            ((CallbackPair<T>)callback).RunOnLoop((Future)state!);

        public override string Describe(object callback, object? state)
        {
            var pair = (CallbackPair<T>)callback;
            return CallbackName.Of(((Future)state!).IsSuccess ? pair.Callback! : pair.Errback!);
        }
    }

    private Action<T>? Callback => callback;

    private Action<IFailedFuture>? Errback => errback;
}

/// <summary>Runs the canceller of a future that was cancelled.</summary>
internal sealed class CancellerInvoker<T> : CallInvoker
{
    public static readonly CancellerInvoker<T> Instance = new();

    public override void Invoke(object callback, object? state) => ((Action<Future<T>>)callback)((Future<T>)state!);

    public override string Describe(object callback, object? state) => $"canceller {CallbackName.Of(callback)}";
}
