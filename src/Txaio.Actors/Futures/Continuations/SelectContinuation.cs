using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// Completes a future with a mapped value. The loop runs the user's map, never the call that completes the source.
/// </summary>
/// <param name="result">The mapped future.</param>
/// <param name="map">The user's map; reports name it.</param>
/// <param name="complete">Calls the map and completes the mapped future.</param>
/// <param name="context">The execution context of the map.</param>
internal sealed class SelectContinuation<T, TResult, TMap>(
    MappedFuture<TResult> result,
    TMap map,
    Action<MappedFuture<TResult>, TMap, T> complete,
    ExecutionContext? context) : FutureContinuation, ICallback
    where TMap : Delegate
{
    public override void Run(Future future)
    {
        if (future.IsSuccess)
            future.Loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, future, context));
        else
            Nesting.Run(this, future);
    }

    /// <remarks>A failure needs no loop, so a chain of any length fails at once.</remarks>
    public override void RunNested(Future future)
    {
        result.Release();
        result.TryFailAs(future);
    }

    void ICallback.Run(object? future)
    {
        result.Release();
        // A cancel may have come while the map waited for its turn.
        if (!result.IsCompleted)
            complete(result, map, ((Future<T>)future!).Result);
    }

    string ICallback.Describe(object? future) => CallbackName.Of(map);
}
