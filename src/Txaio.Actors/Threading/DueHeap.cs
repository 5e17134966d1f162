namespace Txaio.Actors.Threading;

/// <summary>
/// The due times of calls: a four-way heap by due time, then by the order of scheduling. Cancels and resets leave the
/// heap unchanged, so their cost does not grow with the number of pending calls. The entry of a cancelled or reset call
/// stays until it is the first entry, or until a sweep removes it. Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the calls, or of the numbers of their slots.</typeparam>
internal sealed class DueHeap<T>
{
    private const int Ways = 4;
    private const int SmallCapacity = 64;

    private Entry[] _entries = new Entry[16];

    /// <summary>The number of entries, including the entries of cancelled or reset calls.</summary>
    public int Count { get; private set; }

    /// <summary>The number of entries that the allocated memory can hold.</summary>
    public int Capacity => _entries.Length;

    public void Push(in Entry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        MoveUp(Count++, entry);
    }

    /// <summary>Returns the first entry; its call may have been cancelled or reset.</summary>
    /// <returns>False when the heap is empty.</returns>
    public bool TryPeek(out Entry first)
    {
        first = _entries[0];
        return Count > 0;
    }

    /// <summary>Removes the first entry. The heap must not be empty.</summary>
    public void RemoveFirst()
    {
        var last = _entries[--Count];
        _entries[Count] = default;
        if (Count > 0)
            MoveDown(0, last);
        ShrinkIfRoomy();
    }

    /// <summary>Removes the entries that are no longer current, and gives back memory.</summary>
    /// <param name="isCurrent">Gets the item and the order of an entry. Runs no user code.</param>
    public void Sweep(Func<T, long, bool> isCurrent)
    {
        var kept = 0;
        foreach (var entry in _entries.AsSpan(0, Count))
        {
            // Written before the check, without a branch: the processor could not predict the branch.
            _entries[kept] = entry;
            kept += isCurrent(entry.Item, entry.Order) ? 1 : 0;
        }

        _entries.AsSpan(kept, Count - kept).Clear();
        Count = kept;
        for (var parent = (kept - 2) / Ways; parent >= 0 && kept > 1; parent--)
            MoveDown(parent, _entries[parent]);
        ShrinkIfRoomy();
    }

    private void MoveUp(int index, in Entry entry)
    {
        var entries = _entries;
        while (index > 0)
        {
            var parent = (index - 1) / Ways;
            if (!entry.IsBefore(entries[parent]))
                break;
            entries[index] = entries[parent];
            index = parent;
        }

        entries[index] = entry;
    }

    private void MoveDown(int index, Entry entry)
    {
        var entries = _entries;
        while (true)
        {
            var child = (index * Ways) + 1;
            if (child >= Count)
                break;
            var end = Math.Min(child + Ways, Count);
            for (var other = child + 1; other < end; other++)
            {
                if (entries[other].IsBefore(entries[child]))
                    child = other;
            }

            if (!entries[child].IsBefore(entry))
                break;
            entries[index] = entries[child];
            index = child;
        }

        entries[index] = entry;
    }

    // Gives memory back after many calls have gone.
    private void ShrinkIfRoomy()
    {
        var capacity = _entries.Length;
        while (capacity > SmallCapacity && Count < capacity / 4)
            capacity /= 2;
        if (capacity < _entries.Length)
            Array.Resize(ref _entries, capacity);
    }

    /// <summary>A call's due time, its place among the calls with the same due time, and the call.</summary>
    public readonly record struct Entry(long Due, long Order, T Item)
    {
        public bool IsBefore(in Entry other) => Due < other.Due || (Due == other.Due && Order < other.Order);
    }
}
