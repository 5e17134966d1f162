using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors.Threading;

/// <summary>
/// A queue with many producers and one consumer that rests when the queue is empty, and a mark that says whether the
/// consumer rests. Any thread puts entries in. The consumer takes them out; once it has ended, any thread does.
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <remarks>
/// <para>Why no wake-up is lost: the posting thread puts its entry in, passes a full fence, and reads the mark. The
/// consumer sets the mark, passes a full fence, and looks for entries. So the posting thread sees the mark, or the
/// consumer sees the entry.</para>
/// <para>Why no wake-up is given twice: an exchange removes the mark. The posting thread whose exchange removed the
/// mark wakes the consumer. A consumer that finds an entry removes its own mark and runs on. If the mark is gone, the
/// wake-up of a posting thread is on its way, and the consumer rests until that wake-up comes.</para>
/// <para>A posting thread that is stopped between its entry and the mark delays no other thread: the next posting
/// thread finds the mark.</para>
/// </remarks>
internal sealed class RunQueue<T>
{
    private const long Rests = 1;
    private const long Awake = 0;

    private readonly ConcurrentQueue<T> _items = new();

    // Rests when the next posting thread has to wake the consumer. The consumer sets it; the consumer and posting
    // threads remove it.
    private PaddedCounter _mark;

    // How many entries the running turn has taken. The consumer writes, any thread reads.
    private PaddedCounter _taken;

    /// <summary>How many entries wait, including those that the running turn has taken.</summary>
    public long Pending => _items.Count + Volatile.Read(ref _taken.Value);

    /// <summary>Whether no entry waits.</summary>
    public bool IsEmpty => _items.IsEmpty;

    /// <summary>Puts an entry in, and passes a full fence behind it. Any thread.</summary>
    /// <returns>Whether the caller, and no other thread, has to wake the consumer.</returns>
    public bool Put(in T item)
    {
        StressPoint.Here();
        _items.Enqueue(item);
        StressPoint.Here();
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _mark.Value) == Rests && TryRemoveMark();
    }

    /// <summary>Begins a turn: posting threads need not wake the consumer from now on. The consumer's thread.</summary>
    /// <remarks>The mark is there only when no posting thread asked for this turn.</remarks>
    public void BeginTurn()
    {
        if (Volatile.Read(ref _mark.Value) == Rests)
            TryRemoveMark();
    }

    /// <summary>Ends a turn: the entries that it took no longer count as pending. The consumer's thread.</summary>
    public void EndTurn() => Volatile.Write(ref _taken.Value, 0);

    /// <summary>Ends a turn with a rest, if no entry waits. The consumer's thread.</summary>
    /// <returns>
    /// True when the consumer rests: a posting thread wakes it, now or later. False when it has to run another turn.
    /// </returns>
    public bool TryRest()
    {
        EndTurn();
        Interlocked.Exchange(ref _mark.Value, Rests);
        StressPoint.Here();
        return _items.IsEmpty || !TryRemoveMark();
    }

    /// <summary>Takes the oldest entry out. The consumer's thread.</summary>
    /// <returns>False when no entry waits.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        if (!_items.TryDequeue(out item))
            return false;
        Volatile.Write(ref _taken.Value, _taken.Value + 1);
        return true;
    }

    /// <summary>Takes the oldest entry out once the consumer has ended. Any thread.</summary>
    /// <returns>False when no entry waits.</returns>
    public bool TryTakeAfterEnd([MaybeNullWhen(false)] out T item) => _items.TryDequeue(out item);

    /// <summary>The waiting entries, in order; the consumer may take some meanwhile. Any thread.</summary>
    public IEnumerable<T> Waiting() => _items;

    private bool TryRemoveMark()
    {
        StressPoint.Here();
        return Interlocked.Exchange(ref _mark.Value, Awake) == Rests;
    }
}
