using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Completed promises that can still be found by their path, so that a late subscriber on another node gets the
/// outcome. Each is removed after <paramref name="time"/>, up to a second later. Above <paramref name="limit"/> the
/// oldest is removed. All are removed when the system ends.
/// </summary>
/// <param name="host">Where the timer runs.</param>
/// <param name="time">How long each is kept.</param>
/// <param name="limit">How many are kept at most; 0 for no bound.</param>
internal sealed class CompletedPromises(TimerHost host, TimeSpan time, int limit) : ICallback
{
    private readonly BatchedTimer _timer =
        BatchedTimer.WithoutLoop(host, "completed.1s", TimeSpan.FromSeconds(1));

    // Guards the queue: any thread adds, the timer removes. All promises stay equally long, so the first is removed
    // next, and one timer call serves all.
    private readonly Lock _gate = new();
    private readonly Queue<(PromiseRef Promise, long Leaves)> _kept = new();
    private bool _closed;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <summary>Lets <paramref name="promise"/>, which is registered, leave later.</summary>
    /// <returns>False when it is not kept: the system ends.</returns>
    public bool TryKeep(PromiseRef promise)
    {
        var leaves = host.Now + time.Ticks;
        PromiseRef? oldest = null;
        var isFirst = false;
        lock (_gate)
        {
            if (_closed)
                return false;
            isFirst = _kept.Count == 0;
            _kept.Enqueue((promise, leaves));
            if (limit > 0 && _kept.Count > limit)
                oldest = _kept.Dequeue().Promise;
        }

        // Outside of the lock: the promise takes its own.
        oldest?.Leave();
        return !isFirst || TrySchedule(time);
    }

    /// <summary>The system ends: all leave, and none is kept any more.</summary>
    public void Close()
    {
        List<PromiseRef> left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _kept.Select(static kept => kept.Promise)];
            _kept.Clear();
        }

        _timer.TryClose();
        foreach (var promise in left)
            promise.Leave();
    }

    private bool TrySchedule(TimeSpan delay)
    {
        try
        {
            _timer.Schedule(delay, CallbackInvoker.OffLoopUnlisted, this, null);
            return true;
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            Close();
            return false;
        }
    }

    void ICallback.Run(object? state)
    {
        var now = host.Now;
        TimeSpan? next = null;
        var due = new List<PromiseRef>();
        lock (_gate)
        {
            while (_kept.TryPeek(out var first) && next is null)
            {
                // The coarse clock may be so early.
                if (first.Leaves - TimerClock.Spread > now)
                    next = TimeSpan.FromTicks(first.Leaves - now);
                else
                    due.Add(_kept.Dequeue().Promise);
            }
        }

        foreach (var promise in due)
            promise.Leave();
        if (next is { } delay)
            TrySchedule(delay);
    }

    string ICallback.Describe(object? state) => "the end of completed promises' paths";
}
