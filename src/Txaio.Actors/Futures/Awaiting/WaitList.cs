using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// The waits for a future that may end before the future: a single continuation for all waits, so that an ended wait
/// can be removed. A future that lives long keeps nothing of ended waits.
/// </summary>
internal sealed class WaitList<T> : FutureContinuation
{
    // Guards the list: any thread adds and removes, the completing thread takes all, once.
    private readonly Lock _gate = new();
    private FutureWait<T>? _newest;
    private bool _taken;

    /// <summary>Ends <paramref name="wait"/> when <paramref name="future"/> is completed.</summary>
    /// <returns>The wait's entry; null when the future has been completed already.</returns>
    public static WaitList<T>? Add(Future<T> future, FutureWait<T> wait)
    {
        if (future.FindAmongNewest<WaitList<T>>() is not { } list)
        {
            list = new WaitList<T> { _newest = wait };
            future.AddContinuation(list);
            return list;
        }

        if (list.TryAdd(wait))
            return list;
        wait.Completed();
        return null;
    }

    /// <summary>Removes a wait that has ended.</summary>
    public void Remove(FutureWait<T> wait)
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
        }
    }

    public override void Run(Future future)
    {
        FutureWait<T>? wait;
        lock (_gate)
        {
            _taken = true;
            wait = _newest;
            _newest = null;
        }

        for (; wait is not null; wait = wait.Older)
            wait.Completed();
    }

    public override string Describe() => "a wait";

    private bool TryAdd(FutureWait<T> wait)
    {
        lock (_gate)
        {
            if (_taken)
                return false;
            wait.Older = _newest;
            if (_newest is { } newest)
                newest.Newer = wait;
            _newest = wait;
            return true;
        }
    }
}
