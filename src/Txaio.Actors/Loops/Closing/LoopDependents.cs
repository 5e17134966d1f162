using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Closing;

/// <summary>
/// The dependents of a loop, which the closing loop tells of its end. The first few hundred have a cell: adding costs
/// one exchange on the cell, removing one exchange on the dependent. Dependents that find no cell go into
/// <see cref="OverflowDependents"/>. So do dependents that are added after <see cref="Reopen"/>.
/// </summary>
internal sealed class LoopDependents
{
    /// <summary>The slot of a dependent that has not been added.</summary>
    public const int NoSlot = -1;

    private const int Cells = 256;

    // The first slot of a dependent that was added after Reopen.
    private const int FirstLate = 1 << 30;
    private const int Probes = 4;

    // The cell where this thread searches next. Each thread starts elsewhere, so that threads seldom meet in a cell.
    [ThreadStatic]
    private static int _cursor;

    // The closing thread's mark, written to every cell.
    private static readonly ILoopDependent Closed = new ClosedCell();

    // Null, a dependent, or the mark. An adding thread writes its dependent by an exchange; a removing thread writes
    // null. A dependent that was told of the end may write null over the mark. A late adding thread can then take the
    // cell. That is safe, because an adding thread reads _closed after its exchange.
    private readonly Cell[] _cells = new Cell[Cells];

    private readonly OverflowDependents _overflow = new();

    // The dependents since Reopen. They get no cells: a thread that removes an earlier dependent may still write null
    // to its cell. The supervisor writes this field; any thread reads it once _closed is set.
    private OverflowDependents? _late;

    // 1 once the loop closes. The closing thread sets it before it reads the cells. An adding thread reads it after it
    // has written its cell.
    private int _closed;

    /// <summary>How many dependents it holds; approximate while threads add and remove.</summary>
    public int Count => _overflow.Count + (Volatile.Read(ref _late)?.Count ?? 0) + InCells.Count();

    /// <summary>The dependents in cells; approximate while threads add and remove.</summary>
    public IEnumerable<ILoopDependent> InCells
    {
        get
        {
            for (var i = 0; i < Cells; i++)
            {
                if (Volatile.Read(ref _cells[i].Dependent) is { } dependent && !ReferenceEquals(dependent, Closed))
                    yield return dependent;
            }
        }
    }

    /// <summary>Adds a dependent: the closing loop tells it.</summary>
    /// <returns>False when the loop has closed already. The loop does not tell this dependent then.</returns>
    public bool TryAdd(ILoopDependent dependent)
    {
        var cursor = _cursor;
        if (cursor == 0)
            cursor = Environment.CurrentManagedThreadId * (Cells / 4);
        for (var probe = 0; probe < Probes; probe++)
        {
            var slot = ++cursor & (Cells - 1);
            ref var cell = ref _cells[slot].Dependent;
            if (cell is not null || Interlocked.CompareExchange(ref cell, dependent, null) is not null)
                continue;
            StressPoint.Here();
            _cursor = cursor;
            dependent.DependentSlot = slot;
            StressPoint.Here();
            // The closing thread exchanges each dependent for its mark and tells that dependent. If the cell still
            // holds this dependent, the adding thread wrote it after the closing thread had passed: it is not told.
            return Volatile.Read(ref _closed) == 0
                || ReferenceEquals(Interlocked.CompareExchange(ref cell, Closed, dependent), Closed)
                || TryAddLate(dependent);
        }

        return TryAddToOverflow(dependent);
    }

    /// <summary>
    /// Whether <paramref name="dependent"/>, which was added, has a cell or has been removed already.
    /// </summary>
    public bool IsInCell(ILoopDependent dependent) => Volatile.Read(ref dependent.DependentSlot) < Cells;

    /// <summary>Removes <paramref name="dependent"/>, if it was added.</summary>
    public void Remove(ILoopDependent dependent)
    {
        // Once for each adding: as soon as the cell is free, another thread may put its dependent there.
        var slot = Interlocked.Exchange(ref dependent.DependentSlot, NoSlot);
        StressPoint.Here();
        if (slot >= FirstLate)
            _late!.Remove(slot - FirstLate);
        else if (slot >= Cells)
            _overflow.Remove(slot - Cells);
        else if (slot != NoSlot)
            Volatile.Write(ref _cells[slot].Dependent, null);
    }

    /// <summary>Refuses every later dependent, and returns those that it holds.</summary>
    public IReadOnlyList<ILoopDependent> Close()
    {
        List<ILoopDependent> added = [.. _overflow.Close(), .. Volatile.Read(ref _late)?.Close() ?? []];
        Interlocked.Exchange(ref _closed, 1);
        StressPoint.Here();
        foreach (ref var cell in _cells.AsSpan())
        {
            if (Interlocked.Exchange(ref cell.Dependent, Closed) is { } dependent
                && !ReferenceEquals(dependent, Closed))
            {
                added.Add(dependent);
            }
        }

        return added;
    }

    /// <summary>Takes dependents again, after <see cref="Close"/>, until the next <see cref="Close"/>.</summary>
    public void Reopen() => Interlocked.CompareExchange(ref _late, new OverflowDependents(), null);

    private bool TryAddToOverflow(ILoopDependent dependent) =>
        TryAddTo(_overflow, dependent, Cells) || TryAddLate(dependent);

    private bool TryAddLate(ILoopDependent dependent) =>
        Volatile.Read(ref _late) is { } late && TryAddTo(late, dependent, FirstLate);

    private static bool TryAddTo(OverflowDependents dependents, ILoopDependent dependent, int firstSlot)
    {
        var slot = dependents.Add(dependent);
        if (slot == NoSlot)
            return false;
        StressPoint.Here();
        Volatile.Write(ref dependent.DependentSlot, slot + firstSlot);
        return true;
    }

    // A struct around the reference: the runtime checks the array's type when a plain reference is stored.
    private struct Cell
    {
        public ILoopDependent? Dependent;
    }

    private sealed class ClosedCell : ILoopDependent
    {
        private int _slot = NoSlot;

        public ref int DependentSlot => ref _slot;

        public void LoopEnded(LoopTerminatedException cause)
        {
        }
    }
}
