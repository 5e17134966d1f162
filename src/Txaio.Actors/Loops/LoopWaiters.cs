namespace Txaio.Actors;

/// <summary>
/// What is to be told when the loop closes. The first few hundred stand in cells, which cost one exchange to join and
/// one more on the waiter itself to leave; a crowd beyond them stands in <see cref="LoopCrowd"/>.
/// </summary>
internal sealed class LoopWaiters
{
    /// <summary>The slot of what has not joined.</summary>
    public const int NoSlot = -1;

    private const int Cells = 256;
    private const int Probes = 4;

    // Where this thread looks for a free cell next: threads go through the cells apart from each other.
    [ThreadStatic]
    private static int _cursor;

    // Stands in every cell once the loop has closed.
    private static readonly ILoopWaiter Closed = new ClosedCell();

    // Null or who stands there. Any thread joins, by an exchange, and leaves, by a write. Who was told of the end may
    // leave after the cell was closed: somebody who comes too late may stand there then, and looks for himself.
    private readonly Cell[] _cells = new Cell[Cells];

    private readonly LoopCrowd _crowd = new();

    // Set before the cells are looked through; who joins looks at it afterwards.
    private bool _closed;

    /// <summary>How many have joined and not left; while others come and go, about so many.</summary>
    public int Count => _crowd.Count + InCells.Count();

    /// <summary>Those who stand in cells; while others come and go, about those.</summary>
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

    /// <summary>Lets <paramref name="waiter"/> know when the loop closes.</summary>
    /// <returns>False when it has closed already; the waiter is not told then.</returns>
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
            // Who closes puts its mark where it has taken somebody, and tells him; what else stands here was written
            // after it had been here, and the waiter came too late.
            return !Volatile.Read(ref _closed)
                || ReferenceEquals(Interlocked.CompareExchange(ref cell, Closed, waiter), Closed);
        }

        return JoinCrowd(waiter);
    }

    /// <summary>
    /// Whether <paramref name="waiter"/>, which has joined, stands in a cell; or has left already.
    /// </summary>
    public bool IsInCell(ILoopWaiter waiter) => Volatile.Read(ref waiter.WaiterSlot) < Cells;

    /// <summary>Forgets <paramref name="waiter"/>, if it has joined.</summary>
    public void Leave(ILoopWaiter waiter)
    {
        // Once for each join: the cell may be somebody else's the moment it is free.
        var slot = Interlocked.Exchange(ref waiter.WaiterSlot, NoSlot);
        StressPoint.Here();
        if (slot >= Cells)
            _crowd.Leave(slot - Cells);
        else if (slot != NoSlot)
            Volatile.Write(ref _cells[slot].Waiter, null);
    }

    /// <summary>Takes nobody in from now on, and answers those who have joined.</summary>
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

    // Spares the look at the array's type that storing a reference in it takes.
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
