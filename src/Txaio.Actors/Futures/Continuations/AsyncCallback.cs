using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>An async callback of a future: a failure goes to the errback of its pair, also after an await.</summary>
internal sealed class AsyncCallback<T>(EventLoop loop, Func<T, Task> callback, Action<IFailedFuture>? errback)
    : AsyncCall(loop, callback)
{
    public void Run(T value) => Started(callback(value));

    protected override void FailedLater(Exception failure)
    {
        if (errback is null)
            base.FailedLater(failure);
        else
            Loop!.Enqueue(new WorkItem(
                StateInvoker.For<IFailedFuture>(), errback, new FailedFuture(failure), ExecutionContext.Capture()));
    }
}

/// <summary>As <see cref="AsyncCallback{T}"/>, with a state.</summary>
internal sealed class AsyncCallback<T, TState>(
    EventLoop loop, Func<T, TState, Task> callback, Action<IFailedFuture, TState>? errback, TState state)
    : AsyncCall(loop, callback), ICallback
{
    public void Run(T value, TState given) => Started(callback(value, given));

    void ICallback.Run(object? failure) => errback!((IFailedFuture)failure!, state);

    string ICallback.Describe(object? failure) => CallbackName.Of(errback!);

    protected override void FailedLater(Exception failure)
    {
        if (errback is null)
            base.FailedLater(failure);
        else
            Loop!.Enqueue(new WorkItem(
                CallbackInvoker.OnLoop, this, new FailedFuture(failure), ExecutionContext.Capture()));
    }
}
