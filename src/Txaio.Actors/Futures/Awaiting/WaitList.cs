using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// The waits for one future that may end before the future is completed. All waits share one continuation, and an ended
/// wait is removed from it. So a long-lived future holds no references to ended waits.
/// </summary>
internal sealed class WaitList : FutureContinuation
{
    // Guards the list: any thread adds and removes entries; the completing thread takes all entries, once.
    private readonly object _gate = new();
    private Waiter? _oldest;
    private Waiter? _newest;
    private bool _taken;

    private WaitList(Waiter first) => (_oldest, _newest) = (first, first);

    /// <summary>Adds a wait, which ends when <paramref name="future"/> is completed.</summary>
    /// <returns>The list that holds the wait; null when the future has been completed already.</returns>
    public static WaitList? Add(Future future, Waiter wait)
    {
        if (future.FindAmongNewest<WaitList>() is not { } list)
        {
            list = new WaitList(wait);
            future.AddContinuation(list);
            return list;
        }

        if (list.TryAdd(wait))
            return list;
        wait.Completed();
        return null;
    }

    /// <summary>Removes a wait that has ended.</summary>
    public void Remove(Waiter wait)
    {
        lock (_gate)
        {
            if (_taken)
                return;
            if (wait.Newer is { } newer)
                newer.Older = wait.Older;
            else
                _newest = wait.Older;
            if (wait.Older is { } older)
                older.Newer = wait.Newer;
            else
                _oldest = wait.Newer;
        }
    }

    public override void Run(Future future)
    {
        Waiter? wait;
        lock (_gate)
        {
            _taken = true;
            wait = _oldest;
            (_oldest, _newest) = (null, null);
        }

        for (; wait is not null; wait = wait.Newer)
            wait.Completed();
    }

    private bool TryAdd(Waiter wait)
    {
        lock (_gate)
        {
            if (_taken)
                return false;
            wait.Older = _newest;
            if (_newest is { } newest)
                newest.Newer = wait;
            else
                _oldest = wait;
            _newest = wait;
            return true;
        }
    }
}
