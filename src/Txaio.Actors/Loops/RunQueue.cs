using System.Runtime.InteropServices;

namespace Txaio.Actors;

/// <summary>
/// The callbacks that wait for a loop: any thread puts in, one at a time takes out, in the order of their tickets. To
/// put in costs one interlocked operation, which tells at once whether the loop has to be woken; to take out costs none.
/// </summary>
/// <remarks>
/// A ticket is a place: a block of slots for every 256 of them, opened by who first has a ticket of it and used again
/// when all have been taken. Whoever has a ticket fills its slot in a moment, and until then the block stays.
/// </remarks>
internal sealed class RunQueue
{
    private const int FewSpare = 16;
    private const int DroppedPart = 16;

    // Twice the tickets given out, and one more while the loop rests: who puts in then wakes it, if it is the first.
    private PaddedCounter _tickets;

    private Taken _taken;

    // Read by all who put in; written when a block is opened that has no room among them.
    private RunQueueBlock?[] _blocks = new RunQueueBlock?[2];

    // The block that is taken from, if it was found already. Who takes writes.
    private RunQueueBlock? _current;

    // Guards which blocks there are, and those that can be used again: a few, and more for some rests after the loop
    // was far behind.
    private readonly Lock _gate = new();
    private readonly Stack<RunQueueBlock> _spare = [];

    // Lets one at a time take once the loop does not any more.
    private readonly Lock _takers = new();
    private volatile bool _isHandedOver;

    // The ticket that wakes the loop. Who takes writes it, then rests; who puts in reads it when the loop did.
    private long _wakes;
    private bool _rests = true;

    /// <summary>A queue whose loop rests.</summary>
    public RunQueue() => _tickets.Value = 1;

    /// <summary>How many wait, with those that were taken in this turn.</summary>
    public long Pending => Math.Max(0, Given - Volatile.Read(ref _taken.Counted));

    /// <summary>Whether all that was put in has been taken.</summary>
    public bool IsEmpty => Given == Volatile.Read(ref _taken.Next);

    /// <summary>How many blocks are in use or kept to be used again.</summary>
    internal int Blocks
    {
        get
        {
            lock (_gate)
                return _spare.Count + _blocks.Count(static block => block is not null);
        }
    }

    private long Given => Interlocked.Read(ref _tickets.Value) >> 1;

    /// <summary>Puts in one more, and is a full fence. Any thread.</summary>
    /// <returns>Whether the loop rests, so that the caller, and nobody else, has to wake it.</returns>
    public bool Put(in WorkItem item)
    {
        var before = Interlocked.Add(ref _tickets.Value, 2) - 2;
        var ticket = before >> 1;
        var number = RunQueueBlock.NumberOf(ticket);
        var block = Find(number) ?? Open(number);
        block.Fill(ticket, item);
        return (before & 1) != 0 && ticket == Volatile.Read(ref _wakes);
    }

    /// <summary>A turn begins: who puts in from now on need not wake the loop. The loop's thread.</summary>
    public void BeginTurn()
    {
        if (!_rests)
            return;
        _rests = false;
        Interlocked.Decrement(ref _tickets.Value);
    }

    /// <summary>What has been taken counts as done. The loop's thread.</summary>
    public void EndTurn()
    {
        Volatile.Write(ref _taken.IsTaking, 1);
        if (!_isHandedOver)
            CountTaken();
        Volatile.Write(ref _taken.IsTaking, 0);
    }

    /// <summary>Ends a turn with a rest, if nothing waits. The loop's thread.</summary>
    /// <returns>False when the loop has to go on.</returns>
    public bool TryRest()
    {
        EndTurn();
        // Others take then, and whoever puts in sees to it.
        if (_isHandedOver)
            return true;
        var next = _taken.Next;
        Volatile.Write(ref _wakes, next);
        _rests = Interlocked.CompareExchange(ref _tickets.Value, (next << 1) | 1, next << 1) == next << 1;
        if (_rests && _spare.Count > FewSpare)
            DropSpare();
        return _rests;
    }

    /// <summary>Takes the oldest. The loop's thread.</summary>
    /// <returns>False when there is none, or when others take now.</returns>
    public bool TryTake(ref WorkItem item)
    {
        // Who hands over writes the other one of these two and then lets all processors catch up, so that one of both
        // sees the other: a fence here would cost more than all the rest.
        Volatile.Write(ref _taken.IsTaking, 1);
        var isTaken = !_isHandedOver && TryTakeNext(ref item);
        Volatile.Write(ref _taken.IsTaking, 0);
        return isTaken;
    }

    /// <summary>The loop takes no more, from its next call on: any thread may. More than once is no harm.</summary>
    public void HandOver()
    {
        _isHandedOver = true;
        Interlocked.MemoryBarrierProcessWide();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _taken.IsTaking) != 0)
            spin.SpinOnce();
    }

    /// <summary>Takes the oldest after <see cref="HandOver"/>. Any thread.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryTakeHandedOver(ref WorkItem item)
    {
        lock (_takers)
        {
            var isTaken = TryTakeNext(ref item);
            CountTaken();
            return isTaken;
        }
    }

    /// <summary>What waits, in order, as far as it is not taken meanwhile. Any thread.</summary>
    public IEnumerable<WorkItem> Waiting()
    {
        var given = Given;
        for (var ticket = Volatile.Read(ref _taken.Next); ticket < given; ticket++)
        {
            if (Find(RunQueueBlock.NumberOf(ticket)) is { } block && block.TryPeek(ticket, out var item))
                yield return item;
        }
    }

    private void CountTaken() => Volatile.Write(ref _taken.Counted, _taken.Next);

    private bool TryTakeNext(ref WorkItem item)
    {
        var ticket = _taken.Next;
        var block = _current ??= Find(RunQueueBlock.NumberOf(ticket));
        if (block is null || !block.IsFull(ticket))
        {
            // Not looked at before: those who put in write it all the time.
            if (Given == ticket)
                return false;
            block = AwaitFull(ticket);
        }

        block.Empty(ticket, ref item);
        Volatile.Write(ref _taken.Next, ticket + 1);
        if (RunQueueBlock.IsLast(ticket))
            Close(block);
        return true;
    }

    // Somebody has the ticket, and is about to fill its slot.
    private RunQueueBlock AwaitFull(long ticket)
    {
        var spin = default(SpinWait);
        while (true)
        {
            _current ??= Find(RunQueueBlock.NumberOf(ticket));
            if (_current is { } block && block.IsFull(ticket))
                return block;
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private RunQueueBlock? Find(long number)
    {
        var blocks = Volatile.Read(ref _blocks);
        var block = Volatile.Read(ref blocks[number & (blocks.Length - 1)]);
        return block is not null && block.Number == number ? block : null;
    }

    private RunQueueBlock Open(long number)
    {
        lock (_gate)
        {
            if (Find(number) is { } opened)
                return opened;
            while (_blocks[number & (_blocks.Length - 1)] is not null)
                Widen();
            if (!_spare.TryPop(out var block))
                block = new RunQueueBlock();
            block.Number = number;
            Volatile.Write(ref _blocks[number & (_blocks.Length - 1)], block);
            return block;
        }
    }

    private void Widen()
    {
        var wider = new RunQueueBlock?[_blocks.Length * 2];
        foreach (var block in _blocks)
        {
            if (block is not null)
                wider[block.Number & (wider.Length - 1)] = block;
        }

        Volatile.Write(ref _blocks, wider);
    }

    private void Close(RunQueueBlock block)
    {
        _current = null;
        lock (_gate)
        {
            _blocks[block.Number & (_blocks.Length - 1)] = null;
            _spare.Push(block);
        }
    }

    // A sixteenth of what is too much, so that a loop that is often far behind finds them again.
    private void DropSpare()
    {
        lock (_gate)
        {
            for (var drop = (_spare.Count - FewSpare + DroppedPart - 1) / DroppedPart; drop > 0; drop--)
                _spare.Pop();
        }
    }

    /// <summary>
    /// How far the loop is, on cache lines of its own: it writes them for each callback, and those who put in read what
    /// lies around.
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 2 * PaddedCounter.Room)]
    private struct Taken
    {
        /// <summary>The next ticket to be taken.</summary>
        [FieldOffset(PaddedCounter.Room)]
        public long Next;

        /// <summary>The same, when the last turn ended.</summary>
        [FieldOffset(PaddedCounter.Room + 8)]
        public long Counted;

        /// <summary>1 while the loop takes.</summary>
        [FieldOffset(PaddedCounter.Room + 16)]
        public int IsTaking;
    }
}
