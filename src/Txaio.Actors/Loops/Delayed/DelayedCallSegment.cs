using System.Numerics;
using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>Some of the slots of <see cref="DelayedCallSlots"/>.</summary>
/// <remarks>
/// Two arrays, because the cost of a cancel is mostly the wait for memory: the fields that a cancel does not read are
/// in the second.
/// </remarks>
internal sealed class DelayedCallSegment(int capacity)
{
    /// <summary>How many bits of a slot's number are its offset in the segment.</summary>
    public const int Shift = 10;

    /// <summary>The most slots of a segment.</summary>
    public const int Size = 1 << Shift;

    private const int BitsShift = 6;

    private const int EpochShift = 32;

    // The link of a slot that holds a call: the invoker's id, and these bits. One of the first two is set.
    private const int Waiting = 1;
    private const int Queued = 2;
    private const int WithContext = 4;
    private const int WasReset = 8;
    private const int StepOfIds = 16;

    private Slot[] _slots = new Slot[capacity];
    private Detail[] _details = new Detail[capacity];

    // One bit for each slot; set where the call is unsorted.
    private Bits _unsorted;
    private int _used;
    private int _firstFree;
    private int _count;

    // The high halves of the calls' sequence numbers; null while all are zero.
    private int[]? _epochs;

    /// <summary>The number of calls that the allocated memory can hold.</summary>
    public int Capacity => _slots.Length;

    public bool IsFull => _count == Size;

    public bool IsEmpty => _count == 0;

    /// <summary>Puts a call into a free slot. The segment must not be full.</summary>
    public int Add(in WorkItem call, long due, long sequence)
    {
        var offset = _firstFree - 1;
        if (offset < 0)
            offset = TakeUnused();
        else
            _firstFree = -_slots[offset].Link;
        ref var slot = ref _slots[offset];
        slot.Callback = call.Callback;
        slot.State = call.State;
        slot.Generation = (int)sequence;
        slot.Link = (call.Invoker.Id * StepOfIds) + Waiting;
        ref var detail = ref _details[offset];
        detail.Due = due;
        detail.Order = sequence;
        if (sequence > uint.MaxValue)
            (_epochs ??= new int[Size])[offset] = (int)(sequence >> EpochShift);
        if (call.Context is not null)
        {
            slot.Link += WithContext;
            detail.Context = call.Context;
        }

        _unsorted[offset >> BitsShift] |= 1UL << offset;
        _count++;
        return offset;
    }

    public bool Holds(int offset, long sequence)
    {
        // The slot of an old handle may not exist in this segment yet.
        var slots = _slots;
        return (uint)offset < (uint)slots.Length
            && slots[offset].Generation == (int)sequence
            && slots[offset].Link > 0
            // Below 2^32, the generation is the whole sequence number. Above, one more cache line is read.
            && (_epochs is null ? sequence <= uint.MaxValue : _epochs[offset] == (int)(sequence >> EpochShift));
    }

    /// <summary>Whether the slot holds the call that has that place in the order.</summary>
    public bool HasPlace(int offset, long order)
    {
        var slots = _slots;
        if ((uint)offset >= (uint)slots.Length || slots[offset].Link <= 0)
            return false;
        // The place of a call that was never reset is its sequence number: no need to read the second array.
        return (slots[offset].Link & WasReset) == 0 ? Holds(offset, order) : _details[offset].Order == order;
    }

    /// <summary>The due time of the call.</summary>
    public long DueOf(int offset) => _details[offset].Due;

    public WorkItem Peek(int offset)
    {
        ref var slot = ref _slots[offset];
        return new WorkItem(
            CallInvoker.WithId(slot.Link / StepOfIds), slot.Callback!, slot.State, _details[offset].Context);
    }

    public void MarkQueued(int offset) => _slots[offset].Link += Queued - Waiting;

    /// <summary>Gives the call a new due time and a new place in the order; the call is unsorted then.</summary>
    /// <returns>The state of the call before the reset.</returns>
    public DelayedCallState Reset(int offset, long due, long order)
    {
        var state = StateOf(offset);
        ref var slot = ref _slots[offset];
        slot.Link = (slot.Link & ~Queued) | Waiting | WasReset;
        ref var detail = ref _details[offset];
        detail.Due = due;
        detail.Order = order;
        _unsorted[offset >> BitsShift] |= 1UL << offset;
        return state;
    }

    /// <summary>Empties a slot that holds a call: the call's handle is inactive from now on.</summary>
    /// <returns>The state of the removed call.</returns>
    public DelayedCallState Remove(int offset)
    {
        var state = StateOf(offset);
        ref var slot = ref _slots[offset];
        _unsorted[offset >> BitsShift] &= ~(1UL << offset);
        slot.Callback = null;
        slot.State = null;
        if ((slot.Link & WithContext) != 0)
            _details[offset].Context = null;
        slot.Link = -_firstFree;
        _firstFree = offset + 1;
        _count--;
        return state;
    }

    /// <summary>Pushes the unsorted calls into the heap.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="first">The number of this segment's first slot.</param>
    public void Sort(DueHeap<int> heap, int first)
    {
        for (var word = 0; word < Size >> BitsShift; word++)
        {
            for (var bits = _unsorted[word]; bits != 0; bits &= bits - 1)
            {
                var offset = (word << BitsShift) + BitOperations.TrailingZeroCount(bits);
                heap.Push(new DueHeap<int>.Entry(_details[offset].Due, _details[offset].Order, first + offset));
            }

            _unsorted[word] = 0;
        }
    }

    /// <summary>Adds the calls that are not due yet to a listing.</summary>
    public void List(List<(long Order, ScheduledCall Call)> calls, EventLoop loop)
    {
        for (var offset = 0; offset < _used; offset++)
        {
            if (_slots[offset].Link <= 0 || (_slots[offset].Link & Queued) != 0)
                continue;
            var call = Peek(offset);
            var due = TimeSpan.FromTicks(_details[offset].Due);
            calls.Add((_details[offset].Order, new ScheduledCall(due, loop, call.Invoker, call.Callback, call.State)));
        }
    }

    private DelayedCallState StateOf(int offset)
    {
        if ((_unsorted[offset >> BitsShift] & (1UL << offset)) != 0)
            return DelayedCallState.Unsorted;
        return (_slots[offset].Link & Queued) != 0 ? DelayedCallState.Queued : DelayedCallState.Sorted;
    }

    private int TakeUnused()
    {
        if (_used == _slots.Length)
        {
            Array.Resize(ref _slots, _used * 4);
            Array.Resize(ref _details, _used * 4);
        }

        return _used++;
    }

    private struct Slot
    {
        public object? Callback;
        public object? State;

        // The low half of the call's sequence number.
        public int Generation;

        // Positive while the slot holds a call. In a free slot: minus the number of the next free slot, counted from 1;
        // 0 in the last free slot.
        public int Link;
    }

    private struct Detail
    {
        public long Due;

        // The place among calls with the same due time: the call's sequence number, until the call is reset.
        public long Order;
        public ExecutionContext? Context;
    }

    [InlineArray(Size >> BitsShift)]
    private struct Bits
    {
        private ulong _first;
    }
}
