namespace Txaio.Actors;

/// <summary>The slots of 256 tickets in a row. A slot is filled once and emptied once; then the block is free.</summary>
internal sealed class RunQueueBlock
{
    /// <summary>How many slots there are.</summary>
    public const int Size = 1 << Shift;

    private const int Shift = 8;
    private const int Mask = Size - 1;
    private const int Free = 0;
    private const int Filled = 1;

    private readonly Slot[] _slots = new Slot[Size];
    private long _number;

    /// <summary>Which tickets it has; another when it is used again.</summary>
    public long Number
    {
        get => Volatile.Read(ref _number);
        set => Volatile.Write(ref _number, value);
    }

    /// <summary>The number of the block that a ticket has its slot in.</summary>
    public static long NumberOf(long ticket) => ticket >> Shift;

    /// <summary>Whether no ticket of the same block comes behind it.</summary>
    public static bool IsLast(long ticket) => (ticket & Mask) == Mask;

    /// <summary>Fills the ticket's slot. Called once, by who has the ticket.</summary>
    public void Fill(long ticket, in WorkItem item)
    {
        ref var slot = ref _slots[ticket & Mask];
        slot.Item = item;
        Volatile.Write(ref slot.State, Filled);
    }

    /// <summary>Whether the ticket's slot is filled, and not emptied yet.</summary>
    public bool IsFull(long ticket) => Volatile.Read(ref _slots[ticket & Mask].State) == Filled;

    /// <summary>Empties the ticket's slot, which is full. Called by who takes.</summary>
    public void Empty(long ticket, ref WorkItem item)
    {
        ref var slot = ref _slots[ticket & Mask];
        item = slot.Item;
        slot.Item = default;
        Volatile.Write(ref slot.State, Free);
    }

    /// <summary>Reads the ticket's slot, which may be emptied meanwhile, and filled for another ticket.</summary>
    /// <returns>False when it was.</returns>
    public bool TryPeek(long ticket, out WorkItem item)
    {
        ref var slot = ref _slots[ticket & Mask];
        item = default;
        if (Volatile.Read(ref slot.State) != Filled)
            return false;
        item = slot.Item;
        Interlocked.MemoryBarrier();
        return slot.State == Filled && Number == NumberOf(ticket);
    }

    private struct Slot
    {
        public WorkItem Item;
        public int State;
    }
}
