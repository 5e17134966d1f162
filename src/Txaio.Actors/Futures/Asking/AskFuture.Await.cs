using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Asking;

/// <content>
/// Keeps the rest of the first async method that awaits this Ask on the thread pool. Later awaits have continuations
/// of their own.
/// </content>
internal sealed partial class AskFuture<T> : IThreadPoolAwait
{
    // The first thread that observes the future writes it, before the list of continuations shows the await.
    private Action? _awaitContinuation;

    private IThreadPoolAwait? _nextInBatch;

    private readonly int _askedOn = Environment.CurrentManagedThreadId;

    ref IThreadPoolAwait? IThreadPoolAwait.NextInBatch => ref _nextInBatch;

    void IThreadPoolWorkItem.Execute()
    {
        var continuation = _awaitContinuation!;
        // A caller that keeps the future must not keep the async method's state with it.
        _awaitContinuation = null;
        StressPoint.Here();
        continuation();
    }

    internal override void ResumeAwait()
    {
        if (Loop.Driven is { } driven)
            driven.Resume(null, this);
        else
            AwaitBatch.Queue(this);
    }

    // Usually the asking thread awaits. Only that thread may use the field, so no exchange is needed.
    private protected override bool TryKeepAwait(Action continuation)
    {
        if (Environment.CurrentManagedThreadId != _askedOn || !TryObserveFirst())
            return false;
        StressPoint.Here();
        _awaitContinuation = continuation;
        StressPoint.Here();
        return true;
    }
}
