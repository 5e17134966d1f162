namespace Txaio.Actors;

/// <content>
/// The rest of the async method that awaits it on the thread pool; the first such one, others have a continuation of
/// their own.
/// </content>
internal sealed partial class AskFuture<T> : IThreadPoolWorkItem
{
    // Written by who is the first to observe the future, before the list of continuations shows it.
    private Action? _goesOn;

    // Whether it leaves its loop when it goes on: not by who answers, because the next Ask of the thread that goes on
    // takes a place there, too. Written by who completes the future, before it goes on.
    private bool _leavesLater;

    void IThreadPoolWorkItem.Execute()
    {
        var goesOn = _goesOn!;
        // It holds what the async method does, and who keeps the future need not keep that.
        _goesOn = null;
        if (_leavesLater)
            Loop.Waiters.LeaveAlone(this);
        goesOn();
    }

    internal override void GoOn() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private protected override bool TryKeepAwait(Action continuation)
    {
        if (!TryObserveFirst())
            return false;
        _goesOn = continuation;
        return true;
    }
}
