namespace Txaio.Actors;

/// <content>
/// The rest of the async method that awaits it on the thread pool; the first such one, others have a continuation of
/// their own.
/// </content>
internal sealed partial class AskFuture<T> : IPoolAwait
{
    // Written by who is the first to observe the future, before the list of continuations shows it.
    private Action? _goesOn;

    private IPoolAwait? _nextInBatch;

    private readonly int _askedOn = Environment.CurrentManagedThreadId;

    ref IPoolAwait? IPoolAwait.NextInBatch => ref _nextInBatch;

    void IThreadPoolWorkItem.Execute()
    {
        var goesOn = _goesOn!;
        // It holds what the async method does, and who keeps the future need not keep that.
        _goesOn = null;
        StressPoint.Here();
        goesOn();
    }

    internal override void GoOn()
    {
        if (Loop.Driven is { } driven)
            driven.GoOn(null, this);
        else
            AwaitBatch.Queue(this);
    }

    // The thread that asks is mostly the one that awaits; only it may, so that nobody else has to be kept out.
    private protected override bool TryKeepAwait(Action continuation)
    {
        if (Environment.CurrentManagedThreadId != _askedOn || !TryObserveFirst())
            return false;
        StressPoint.Here();
        _goesOn = continuation;
        StressPoint.Here();
        return true;
    }
}
