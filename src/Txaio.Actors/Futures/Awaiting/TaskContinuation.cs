using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Bridges;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>A task that completes with its future.</summary>
internal sealed class TaskContinuation<T>(EventLoop loop) : FutureContinuation
{
    private readonly ExternalTaskSource<T> _source = new(loop);

    public Task<T> Task => _source.Task;

    /// <summary>Whether the calling thread may share this task.</summary>
    public bool FitsCallingThread(EventLoop loop) => _source.FitsCallingThread(loop);

    public override void Run(Future future)
    {
        // Faulted also when cancelled: a cancelled task has no room for the message.
        if (future.Error is { } error)
            _source.SetException(error);
        else
            _source.SetResult(((Future<T>)future).Result);
    }
}
