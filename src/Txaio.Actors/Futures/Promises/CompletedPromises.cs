using Akka.Actor;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Completed promises that can still be found by their path, so that a late subscriber on another node gets the
/// outcome. Each promise is removed after <paramref name="time"/>, or up to a second later. Above
/// <paramref name="limit"/> the oldest promise of this process is removed. Above the bound of another node the oldest
/// promise of that node is removed, so that no node removes the promises of others. All promises are removed when the
/// system ends.
/// </summary>
/// <param name="host">The host of the timer.</param>
/// <param name="time">How long a promise is kept.</param>
/// <param name="limit">How many promises of this process are kept at most; 0 for no bound.</param>
/// <param name="bounds">The bounds on the promises that are kept for other nodes, and on their bytes.</param>
internal sealed class CompletedPromises(TimerHost host, TimeSpan time, int limit, RemoteBounds bounds) : ICallback
{
    private readonly BatchedTimer _timer =
        BatchedTimer.WithoutLoop(host, "completed.1s", TimeSpan.FromSeconds(1));

    // Guards everything below: any thread adds, the timer removes. All promises are kept equally long, so the first
    // promise is removed next, and one timer call serves all promises. Each promise is also in the queue of the node
    // that it is kept for, in the same order.
    private readonly object _gate = new();
    private readonly LinkedList<KeptPromise> _kept = [];
    private readonly Queue<LinkedListNode<KeptPromise>> _own = new();
    private readonly Dictionary<Address, Queue<LinkedListNode<KeptPromise>>> _byNode = [];
    private bool _isScheduled;
    private bool _closed;

    /// <summary>How many promises are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <summary>Keeps <paramref name="promise"/>, which is registered, and unregisters it later.</summary>
    /// <returns>False when the promise is not kept: the system ends, or there is no room for the node.</returns>
    public bool TryKeep(PromiseRef promise, KeptOutcome outcome)
    {
        // At least one byte, so that the node keeps its entry in the bound while a promise is kept for the node.
        var size = Math.Max(1, outcome.Size.Counted(bounds.LargestFrame));
        var kept = new KeptPromise(promise, host.Now + time.Ticks, outcome.Node, size);
        var early = new List<PromiseRef>();
        var refusals = new List<RemoteBoundException>();
        bool isKept, starts;
        lock (_gate)
        {
            if (_closed)
                return false;
            isKept = TryReserve(kept, early, refusals);
            starts = isKept && !_isScheduled;
            _isScheduled |= isKept;
            if (isKept)
                QueueOf(kept.Node).Enqueue(_kept.AddLast(kept));
        }

        // Outside of the lock: a promise takes its own lock.
        foreach (var oldest in early)
            oldest.Unregister();
        // Outside of the lock: log lines and the metric reach foreign code.
        for (var i = 0; i < refusals.Count; i++)
            bounds.CompletedLeft(refusals[i], kept.Node!, wasKept: i < early.Count);
        return isKept && (!starts || TrySchedule(time));
    }

    /// <summary>Unregisters all promises, and keeps no more promises: the system ends.</summary>
    public void Close()
    {
        var left = new List<PromiseRef>();
        lock (_gate)
        {
            _closed = true;
            while (_kept.First is { } first)
                left.Add(RemoveOldest(first.Value.Node));
        }

        foreach (var promise in left)
            promise.Unregister();
    }

    private bool TryReserve(KeptPromise kept, List<PromiseRef> early, List<RemoteBoundException> refusals)
    {
        if (kept.Node is not { } node)
        {
            if (limit > 0 && _own.Count >= limit)
                early.Add(RemoveOldest(null));
            return true;
        }

        // For each refusal the oldest promise of the node is removed. If the node has none left, this promise is not
        // kept.
        while (bounds.ReserveCompleted(node, kept.Size) is { } refusal)
        {
            refusals.Add(refusal);
            if (!_byNode.ContainsKey(node))
                return false;
            early.Add(RemoveOldest(node));
        }

        return true;
    }

    private Queue<LinkedListNode<KeptPromise>> QueueOf(Address? node)
    {
        if (node is null)
            return _own;
        if (!_byNode.TryGetValue(node, out var queue))
            _byNode[node] = queue = new();
        return queue;
    }

    private PromiseRef RemoveOldest(Address? node)
    {
        var queue = QueueOf(node);
        var oldest = queue.Dequeue();
        _kept.Remove(oldest);
        if (node is not null)
        {
            bounds.ReleaseCompleted(node, oldest.Value.Size);
            if (queue.Count == 0)
                _byNode.Remove(node);
        }

        return oldest.Value.Promise;
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
            while (_kept.First is { Value: var first } && next is null)
            {
                // With the coarse clock, this callback may run early by up to Spread.
                if (first.ExpiresAt - TimerClock.Spread > now)
                    next = TimeSpan.FromTicks(first.ExpiresAt - now);
                else
                    due.Add(RemoveOldest(first.Node));
            }

            _isScheduled = next is not null;
        }

        foreach (var promise in due)
            promise.Unregister();
        if (next is { } delay)
            TrySchedule(delay);
    }

    string ICallback.Describe(object? state) => "the end of completed promises' paths";

    /// <summary>A promise, when it is removed, and the node and bytes that it counts for.</summary>
    private sealed record KeptPromise(PromiseRef Promise, long ExpiresAt, Address? Node, int Size);
}
