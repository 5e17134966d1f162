using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Queueing by the library's own code, the capacity, and the counters.</content>
public sealed partial class EventLoop
{
    /// <summary>Returns the loop's counters of executed, refused and pending work.</summary>
    /// <returns>A snapshot. The figures are read one after the other, not at the same moment.</returns>
    public LoopStatistics GetStatistics() => new(
        _runner.Pending,
        _runner.Meter.Executed,
        _capacity.Refused,
        DelayedCalls.Count,
        _runner.Meter.Lag,
        _runner.Meter.Longest)
    {
        Taken = _capacity.Reserved,
        Capacity = _capacity.Bound,
    };

    /// <summary>Queues an entry of the library. Never refuses the entry, never throws. Any thread.</summary>
    internal void Enqueue(in WorkItem item)
    {
        _capacity.ReserveBeyondBound();
        _runner.Post(item);
    }

    /// <summary>
    /// Queues an entry as <see cref="Enqueue"/> does, without waking the loop: for callers that hold a lock.
    /// </summary>
    /// <returns>Whether the caller has to <see cref="Wake"/> the loop once it holds no lock.</returns>
    internal bool EnqueueWithoutWaking(in WorkItem item)
    {
        _capacity.ReserveBeyondBound();
        return _runner.PostWithoutWaking(item);
    }

    /// <summary>Wakes the loop's actor.</summary>
    internal void Wake() => _runner.Wake();

    /// <summary>Runs one turn. Called by the loop's actor.</summary>
    /// <returns>Whether more entries wait. If so, the caller has to start the next turn.</returns>
    internal bool RunTurn() => _runner.RunTurn();

    /// <summary>The states of the queued entries with that callback, in order.</summary>
    internal IEnumerable<object?> StatesOf(object callback) => _runner.StatesOf(callback);

    /// <summary>
    /// Restores the context that a callback may have changed, between callbacks that share one entry of the queue.
    /// </summary>
    internal void RestoreContext() => _runner.RestoreContext();

    /// <summary>Throws if the loop would refuse new work, because it is closed or full.</summary>
    internal void ThrowIfRefusing()
    {
        if (!IsOpen)
            throw new LoopTerminatedException(Name);
        _capacity.ThrowIfFull();
    }

    /// <summary>Reserves capacity for one more callback, or for other work that waits on the loop.</summary>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">No capacity is left.</exception>
    internal void ReserveCapacity()
    {
        if (!IsOpen)
            throw new LoopTerminatedException(Name);
        _capacity.Reserve();
    }

    /// <summary>Releases the capacity that <see cref="ReserveCapacity"/> reserved.</summary>
    internal void ReleaseCapacity() => _capacity.Release();

    private void EnqueueOrRefuse(in WorkItem item)
    {
        ReserveCapacity();
        _runner.Post(item);
    }
}
