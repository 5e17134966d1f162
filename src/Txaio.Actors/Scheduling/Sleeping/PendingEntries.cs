using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// The entries that are not due. New entries stand in a list, and enter a heap when one of them is due: most entries
/// are cancelled earlier and are never sorted. Cancelled entries leave when they are found, at the latest in a sweep.
/// Not thread-safe.
/// </summary>
internal sealed class PendingEntries
{
    /// <summary>The due time when there is no entry.</summary>
    public const long Never = long.MaxValue;

    /// <summary>With fewer entries than this there is no sweep.</summary>
    public const int FewEntries = 1024;

    private static readonly Func<ScheduledEntry, long, bool> IsCurrent = static (entry, _) => !entry.IsCancelled;

    private readonly DueHeap<ScheduledEntry> _heap = new();

    // The unsorted entries, in the order of scheduling.
    private ScheduledEntry? _first;
    private ScheduledEntry? _last;
    private int _unsorted;
    private long _earliestUnsorted = Never;

    private long _order;
    private int _sinceSweep;

    /// <summary>How many entries there are, with those that were cancelled and not found yet.</summary>
    public int Count => _unsorted + _heap.Count;

    /// <summary>So many new or cancelled entries are worth a sweep: as many as there are.</summary>
    public int SweepAfter => Math.Max(FewEntries, Count);

    /// <summary>
    /// Whether so many entries that may have been cancelled without notice have come since the last sweep that a sweep
    /// costs little.
    /// </summary>
    public bool IsSweepDue => _sinceSweep >= FewEntries && _sinceSweep >= Count / 2;

    /// <summary>Adds the entries of an inbox.</summary>
    /// <param name="newest">The newest entry; each entry's next is the entry that came before it.</param>
    public void AddAll(ScheduledEntry? newest)
    {
        ScheduledEntry? oldest = null;
        while (newest is not null)
            (newest.Next, oldest, newest) = (oldest, newest, newest.Next);
        while (oldest is { } entry)
        {
            oldest = entry.Next;
            entry.Next = null;
            if (!entry.IsCancelled)
                Append(entry);
            if (entry.HasCancelable)
                _sinceSweep++;
        }
    }

    /// <summary>The earliest due time; <see cref="Never"/> when there is no entry.</summary>
    public long NextDue()
    {
        while (_heap.TryPeek(out var first))
        {
            if (!first.Item.IsCancelled)
                return Math.Min(first.Due, _earliestUnsorted);
            _heap.RemoveFirst();
        }

        return _earliestUnsorted;
    }

    /// <summary>Takes out the first entry that is due at <paramref name="now"/> and not cancelled.</summary>
    public ScheduledEntry? TakeDue(long now)
    {
        if (_earliestUnsorted <= now)
            Sort();
        while (_heap.TryPeek(out var first) && first.Due <= now)
        {
            _heap.RemoveFirst();
            if (!first.Item.IsCancelled)
                return first.Item;
        }

        return null;
    }

    /// <summary>Removes the cancelled entries.</summary>
    public void Sweep()
    {
        _sinceSweep = 0;
        _heap.Sweep(IsCurrent);
        var entry = _first;
        ClearUnsorted();
        while (entry is not null)
        {
            var next = entry.Next;
            entry.Next = null;
            if (!entry.IsCancelled)
                Append(entry);
            entry = next;
        }
    }

    private void Append(ScheduledEntry entry)
    {
        if (_last is null)
            _first = entry;
        else
            _last.Next = entry;
        _last = entry;
        _unsorted++;
        _earliestUnsorted = Math.Min(_earliestUnsorted, entry.Due);
    }

    private void Sort()
    {
        var entry = _first;
        ClearUnsorted();
        while (entry is not null)
        {
            var next = entry.Next;
            entry.Next = null;
            if (!entry.IsCancelled)
                _heap.Push(new DueHeap<ScheduledEntry>.Entry(entry.Due, _order++, entry));
            entry = next;
        }
    }

    private void ClearUnsorted()
    {
        _first = _last = null;
        _unsorted = 0;
        _earliestUnsorted = Never;
    }
}
