using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// Waits for the first of many futures. Once the result is completed, the pending futures hold no reference to the
/// wait. So a long-lived future can be part of any number of waits.
/// </summary>
internal abstract class FirstOfContinuation : FutureContinuation
{
    private const string OtherWasFirst = "Another of the futures was first.";

    private readonly Future[] _children;
    private readonly bool _cancelOthers;

    // The starting thread writes the entries, then adds this continuation to the result. The thread that completes the
    // result reads the entries afterwards.
    private readonly Entry?[] _entries;

    protected FirstOfContinuation(Future[] children, bool cancelOthers)
    {
        _children = children;
        _cancelOthers = cancelOthers;
        _entries = new Entry?[children.Length];
    }

    /// <summary>The result of the wait.</summary>
    protected abstract Future Result { get; }

    protected Future[] Children => _children;

    /// <remarks>The result has been completed, by a child or by other code.</remarks>
    public override void Run(Future future)
    {
        foreach (var entry in _entries)
            entry?.Unregister();
    }

    /// <remarks>A child decides the result.</remarks>
    public override void RunNested(Future future)
    {
        if (TryComplete(future) && _cancelOthers)
            CancelChildren(OtherWasFirst, CancellationToken.None, null);
    }

    /// <summary>Begins to wait.</summary>
    protected void Start()
    {
        // Observes all futures, not only the first: the waiting code has passed all of them to the library, and their
        // failures concern only that code.
        foreach (var child in _children)
            child.Observe();
        for (var i = 0; i < _children.Length && !Result.IsCompleted; i++)
            (_entries[i] = new Entry(this, _children[i])).Register();
        // Runs at once if the result has been completed meanwhile.
        Result.AddContinuation(this);
    }

    /// <summary>Cancels the pending children, with the reason and token of the result's cancellation.</summary>
    protected void CancelChildren(FutureCancelledException cause) => CancelChildren(
        cause.Reason ?? "The future of WhenAny or FirstSuccess was cancelled.",
        cause.CancellationToken,
        cause.InnerException);

    /// <summary>Whether a child that has been completed decides the result. Any thread.</summary>
    protected abstract bool Decides(Future child);

    /// <summary>Completes the result from the child that decides it.</summary>
    /// <returns>False when the result had been completed before.</returns>
    protected abstract bool TryComplete(Future child);

    private void ChildCompleted(Future child)
    {
        if (Decides(child))
            Nesting.Run(this, child);
    }

    private void CancelChildren(string message, CancellationToken token, Exception? reason)
    {
        foreach (var child in _children)
            child.TryCancel(message, token, reason);
    }

    /// <summary>The wait for one child.</summary>
    private sealed class Entry(FirstOfContinuation race, Future child) : Waiter
    {
        private WaitList? _list;

        public void Register() => _list = WaitList.Add(child, this);

        public void Unregister() => _list?.Remove(this);

        public override void Completed() => race.ChildCompleted(child);
    }
}
