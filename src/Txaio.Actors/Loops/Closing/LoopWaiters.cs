using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Closing;

/// <summary>
/// The waiters that the closing loop tells of its end. The first few hundred have a cell: joining costs one exchange on
/// the cell, leaving one exchange on the waiter. Waiters that find no cell join <see cref="LoopCrowd"/>.
/// </summary>
internal sealed class LoopWaiters
{
    /// <summary>The slot of a waiter that has not joined.</summary>
    public const int NoSlot = -1;

    private const int Cells = 256;
    private const int Probes = 4;

    // The cell where this thread searches next. Each thread starts elsewhere, so that threads seldom meet in a cell.
    [ThreadStatic]
    private static int _cursor;

    // The closing thread's mark, written to every cell.
    private static readonly ILoopWaiter Closed = new ClosedCell();

    // Null, a waiter, or the mark. A joining thread writes its waiter by an exchange; a leaving thread writes null. A
    // waiter that was told of the end may write null over the mark. A late joiner can then take the cell: it is safe,
    // because a joining thread reads _closed after its exchange.
    private readonly Cell[] _cells = new Cell[Cells];

    private readonly LoopCrowd _crowd = new();

    // The closing thread sets it before it reads the cells; a joining thread reads it after it has written its cell.
    private bool _closed;

    /// <summary>How many waiters have joined and not left; approximate while threads join and leave.</summary>
    public int Count => _crowd.Count + InCells.Count();

    /// <summary>The waiters in cells; approximate while threads join and leave.</summary>
    public IEnumerable<ILoopWaiter> InCells
    {
        get
        {
            for (var i = 0; i < Cells; i++)
            {
                if (Volatile.Read(ref _cells[i].Waiter) is { } waiter && !ReferenceEquals(waiter, Closed))
                    yield return waiter;
            }
        }
    }

    /// <summary>Has <paramref name="waiter"/> told when the loop closes.</summary>
    /// <returns>False when the loop has closed already; the waiter is not told then.</returns>
    public bool Join(ILoopWaiter waiter)
    {
        var cursor = _cursor;
        if (cursor == 0)
            cursor = Environment.CurrentManagedThreadId * (Cells / 4);
        for (var probe = 0; probe < Probes; probe++)
        {
            var slot = ++cursor & (Cells - 1);
            ref var cell = ref _cells[slot].Waiter;
            if (cell is not null || Interlocked.CompareExchange(ref cell, waiter, null) is not null)
                continue;
            StressPoint.Here();
            _cursor = cursor;
            waiter.WaiterSlot = slot;
            StressPoint.Here();
            // The closing thread exchanges each waiter for its mark and tells that waiter. If the cell still holds this
            // waiter, it was written after the closing thread had passed: the waiter is too late and is not told.
            return !Volatile.Read(ref _closed)
                || ReferenceEquals(Interlocked.CompareExchange(ref cell, Closed, waiter), Closed);
        }

        return JoinCrowd(waiter);
    }

    /// <summary>
    /// Whether <paramref name="waiter"/>, which has joined, has a cell or has left already.
    /// </summary>
    public bool IsInCell(ILoopWaiter waiter) => Volatile.Read(ref waiter.WaiterSlot) < Cells;

    /// <summary>Forgets <paramref name="waiter"/>, if it has joined.</summary>
    public void Leave(ILoopWaiter waiter)
    {
        // Once for each join: as soon as the cell is free, another thread may put its waiter there.
        var slot = Interlocked.Exchange(ref waiter.WaiterSlot, NoSlot);
        StressPoint.Here();
        if (slot >= Cells)
            _crowd.Leave(slot - Cells);
        else if (slot != NoSlot)
            Volatile.Write(ref _cells[slot].Waiter, null);
    }

    /// <summary>Refuses every later waiter, and returns those that have joined.</summary>
    public IReadOnlyList<ILoopWaiter> Close()
    {
        List<ILoopWaiter> joined = [.. _crowd.Close()];
        Interlocked.Exchange(ref _closed, true);
        StressPoint.Here();
        foreach (ref var cell in _cells.AsSpan())
        {
            if (Interlocked.Exchange(ref cell.Waiter, Closed) is { } waiter && !ReferenceEquals(waiter, Closed))
                joined.Add(waiter);
        }

        return joined;
    }

    private bool JoinCrowd(ILoopWaiter waiter)
    {
        var slot = _crowd.Join(waiter);
        if (slot == NoSlot)
            return false;
        StressPoint.Here();
        Volatile.Write(ref waiter.WaiterSlot, slot + Cells);
        return true;
    }

    // A struct around the reference: the runtime checks the array's type when a plain reference is stored.
    private struct Cell
    {
        public ILoopWaiter? Waiter;
    }

    private sealed class ClosedCell : ILoopWaiter
    {
        private int _slot = NoSlot;

        public ref int WaiterSlot => ref _slot;

        public void LoopEnded(LoopTerminatedException cause)
        {
        }
    }
}
