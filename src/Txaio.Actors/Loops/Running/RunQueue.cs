using System.Collections.Concurrent;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// The callbacks that wait for a loop, and a mark that says whether the loop rests. Any thread puts in; the loop takes
/// out, and after the loop's end any thread does.
/// </summary>
/// <remarks>
/// <para>Why no wake-up is lost: the posting thread puts its entry in, passes a full fence, and looks at the mark. The
/// loop sets the mark, passes a full fence, and looks for entries. So the posting thread sees the mark, or the loop
/// sees the entry.</para>
/// <para>Why none is given twice: the mark is removed by an exchange. The one posting thread that removed it wakes the
/// loop. A loop that has found an entry removes its own mark and runs on; when the mark is gone, the wake-up of a
/// posting thread is on its way, and the loop rests until it comes.</para>
/// <para>A posting thread that is stopped between entry and mark delays no other: the next one finds the mark.</para>
/// </remarks>
internal sealed class RunQueue
{
    private const long Rests = 1;
    private const long Awake = 0;

    private readonly ConcurrentQueue<WorkItem> _items = new();

    // Rests when the next posting thread has to wake the loop. The loop sets it; the loop and posting threads remove
    // it.
    private PaddedCounter _mark;

    // How many entries the running turn has taken. The loop writes, any thread reads.
    private PaddedCounter _taken;

    /// <summary>How many entries wait, including those taken in this turn.</summary>
    public long Pending => _items.Count + Volatile.Read(ref _taken.Value);

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _items.IsEmpty;

    /// <summary>Puts in one more. A full fence lies behind the entry. Any thread.</summary>
    /// <returns>Whether the caller, and no other thread, has to wake the loop.</returns>
    public bool Put(in WorkItem item)
    {
        _items.Enqueue(item);
        StressPoint.Here();
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _mark.Value) == Rests && TryRemoveMark();
    }

    /// <summary>A turn begins: posting threads need not wake the loop from now on. The loop's thread.</summary>
    /// <remarks>The mark is there only when no posting thread asked for this turn.</remarks>
    public void BeginTurn()
    {
        if (Volatile.Read(ref _mark.Value) == Rests)
            TryRemoveMark();
    }

    /// <summary>Counts the taken entries as done. The loop's thread.</summary>
    public void EndTurn() => Volatile.Write(ref _taken.Value, 0);

    /// <summary>Ends a turn with a rest, if nothing waits. The loop's thread.</summary>
    /// <returns>False when the loop has to go on; true when it is woken, now or later, by a posting thread.</returns>
    public bool TryRest()
    {
        EndTurn();
        Interlocked.Exchange(ref _mark.Value, Rests);
        StressPoint.Here();
        return _items.IsEmpty || !TryRemoveMark();
    }

    /// <summary>Takes the oldest. The loop's thread.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryTake(out WorkItem item)
    {
        if (!_items.TryDequeue(out item))
            return false;
        Volatile.Write(ref _taken.Value, _taken.Value + 1);
        return true;
    }

    /// <summary>Takes the oldest once the loop has closed. Any thread.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryTakeAfterClose(out WorkItem item) => _items.TryDequeue(out item);

    /// <summary>The waiting entries, in order; the loop may take some meanwhile. Any thread.</summary>
    public IEnumerable<WorkItem> Waiting() => _items;

    private bool TryRemoveMark()
    {
        StressPoint.Here();
        return Interlocked.Exchange(ref _mark.Value, Awake) == Rests;
    }
}
