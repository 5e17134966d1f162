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
