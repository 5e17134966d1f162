using Akka.Actor;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Completed promises that can still be found by their path, so that a late subscriber on another node gets the
/// outcome. Each is removed after <paramref name="time"/>, up to a second later. Above <paramref name="limit"/> the
/// oldest of this process is removed; above the bound of another node the oldest of that node, so that no node removes
/// those of others. All are removed when the system ends.
/// </summary>
/// <param name="host">Where the timer runs.</param>
/// <param name="time">How long each is kept.</param>
/// <param name="limit">How many of this process are kept at most; 0 for no bound.</param>
/// <param name="bounds">How many are kept for other nodes, and how many bytes.</param>
internal sealed class CompletedPromises(TimerHost host, TimeSpan time, int limit, RemoteBounds bounds) : ICallback
{
    private readonly BatchedTimer _timer =
        BatchedTimer.WithoutLoop(host, "completed.1s", TimeSpan.FromSeconds(1));

    // Guards everything below: any thread adds, the timer removes. All promises stay equally long, so the first is
    // removed next, and one timer call serves all. Each stands also in the queue of the node that it is kept for, in the
    // same order.
    private readonly Lock _gate = new();
    private readonly LinkedList<Kept> _kept = [];
    private readonly Queue<LinkedListNode<Kept>> _own = new();
    private readonly Dictionary<Address, Queue<LinkedListNode<Kept>>> _byNode = [];
    private bool _isScheduled;
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
    /// <returns>False when it is not kept: the system ends, or there is no room for the node.</returns>
    public bool TryKeep(PromiseRef promise, KeptOutcome outcome)
    {
        // One byte at least, so that the node stays known while something is kept for it.
        var size = Math.Max(1, outcome.Size.Counted(bounds.LargestFrame));
        var kept = new Kept(promise, host.Now + time.Ticks, outcome.Node, size);
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

        // Outside of the lock: a promise takes its own.
        foreach (var oldest in early)
            oldest.Leave();
        // The lines of the log and the metric reach foreign code.
        for (var i = 0; i < refusals.Count; i++)
            bounds.CompletedLeft(refusals[i], kept.Node!, wasKept: i < early.Count);
        return isKept && (!starts || TrySchedule(time));
    }

    /// <summary>The system ends: all leave, and none is kept any more.</summary>
    public void Close()
    {
        var left = new List<PromiseRef>();
        lock (_gate)
        {
            _closed = true;
            while (_kept.First is { } first)
                left.Add(RemoveOldest(first.Value.Node));
        }

        _timer.TryClose();
        foreach (var promise in left)
            promise.Leave();
    }

    private bool TryReserve(Kept kept, List<PromiseRef> early, List<RemoteBoundException> refusals)
    {
        if (kept.Node is not { } node)
        {
            if (limit > 0 && _own.Count >= limit)
                early.Add(RemoveOldest(null));
            return true;
        }

        // Each refusal is a promise that leaves, the oldest of the node; a last one may be that of this promise.
        while (bounds.ReserveCompleted(node, kept.Size) is { } refusal)
        {
            refusals.Add(refusal);
            if (!_byNode.ContainsKey(node))
                return false;
            early.Add(RemoveOldest(node));
        }

        return true;
    }

    private Queue<LinkedListNode<Kept>> QueueOf(Address? node)
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
                // The coarse clock may be so early.
                if (first.Leaves - TimerClock.Spread > now)
                    next = TimeSpan.FromTicks(first.Leaves - now);
                else
                    due.Add(RemoveOldest(first.Node));
            }

            _isScheduled = next is not null;
        }

        foreach (var promise in due)
            promise.Leave();
        if (next is { } delay)
            TrySchedule(delay);
    }

    string ICallback.Describe(object? state) => "the end of completed promises' paths";

    /// <summary>A promise, when it leaves, and what it counts for which node.</summary>
    private sealed record Kept(PromiseRef Promise, long Leaves, Address? Node, int Size);
}
