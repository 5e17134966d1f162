using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// The waits for one future that may end before the future does: one continuation for all of them, so that a wait that
/// is given up can be taken out. A future that lives long keeps nothing of it.
/// </summary>
internal sealed class WaitList<T> : FutureContinuation
{
    // Guards the list: any thread adds and removes, the completing thread takes all, once.
    private readonly Lock _gate = new();
    private FutureWait<T>? _newest;
    private bool _taken;

    /// <summary>Lets <paramref name="wait"/> end when <paramref name="future"/> does.</summary>
    /// <returns>Where it stands; null when the future has been completed.</returns>
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

    /// <summary>Takes out a wait that is over.</summary>
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
