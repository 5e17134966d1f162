using System.Buffers;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of one bucket: 24 bytes each, in arrays that are not copied once they have their full size. Not
/// thread-safe: the bucket's gate guards this object. See docs/adr/0003-slots.md.
/// </summary>
/// <remarks>
/// An old handle never matches a later call. Freeing a slot increments its generation, and a slot whose generation is
/// <see cref="LastGeneration"/> is not used again. New slots begin above all earlier generations.
/// </remarks>
/// <param name="firstGeneration">The first generation; above zero in tests only.</param>
internal sealed class CallSlots(int firstGeneration = 0)
{
    /// <summary>A slot with this generation is never used again.</summary>
    public const int LastGeneration = int.MaxValue - 1;

    /// <summary>An emptied bucket keeps the memory for up to this many calls.</summary>
    public const int KeptWhenEmpty = 64;

    private const int SegmentShift = 10;
    private const int SegmentSize = 1 << SegmentShift;
    private const int FirstSize = 4;

    // Fired buckets leave their arrays to new ones. A few are enough: a server's buckets come one after another. The
    // memory of a million calls that were cancelled still goes back to the collector.
    private static readonly ArrayPool<Slot> Pool = ArrayPool<Slot>.Create(SegmentSize, maxArraysPerBucket: 8);

    private Slot[][] _segments = [];

    // How many slots the segments have.
    private int _capacity;
    private int _firstFree = -1;

    // Above every generation of released segments, so that an old handle never matches.
    private int _firstGeneration = firstGeneration;
    private int _lastGeneration = firstGeneration;

    /// <summary>How many slots were used so far, including freed slots.</summary>
    public int Used { get; private set; }

    /// <summary>How many slots hold a call.</summary>
    public int Live { get; private set; }

    /// <summary>
    /// Whether a slot has used up its generations. Then this object must be replaced instead of reset.
    /// </summary>
    public bool IsExhausted => _lastGeneration >= LastGeneration;

    /// <summary>Puts a call into a slot: a freed slot, or the next unused slot.</summary>
    public int Add(int invoker, object callback, object? state, out int generation)
    {
        var index = _firstFree;
        if (index < 0)
        {
            index = Used;
            if (index == _capacity)
                Grow(index);
            Used = index + 1;
        }

        ref var slot = ref this[index];
        if (_firstFree >= 0)
            _firstFree = slot.Link;
        slot.Callback = callback;
        slot.State = state;
        slot.Link = invoker;
        generation = slot.Generation;
        Live++;
        return index;
    }

    /// <summary>Whether the slot holds the call of that generation.</summary>
    public bool Holds(int index, int generation) =>
        index < Used && this[index] is { Callback: not null } slot && slot.Generation == generation;

    /// <summary>Reads the call of the slot. False when the slot is empty.</summary>
    public bool TryPeek(int index, out SlotCall call)
    {
        ref var slot = ref this[index];
        call = new SlotCall(slot.Link, slot.Callback!, slot.State);
        return slot.Callback is not null;
    }

    /// <summary>Empties the slot; its handles are inactive from now on.</summary>
    /// <param name="index">The slot, which holds a call.</param>
    public void Free(int index)
    {
        ref var slot = ref this[index];
        slot.Callback = null;
        slot.State = null;
        slot.Generation++;
        _lastGeneration = Math.Max(_lastGeneration, slot.Generation);
        Live--;
        if (slot.Generation >= LastGeneration)
            return;
        slot.Link = _firstFree;
        _firstFree = index;
    }

    /// <summary>Drops every call and releases all memory. Earlier handles stay inactive.</summary>
    public void Clear()
    {
        // The generation of a slot that still holds a call was not incremented: skip that generation, too.
        _firstGeneration = ++_lastGeneration;
        foreach (var slots in _segments)
            Release(slots);
        _segments = [];
        _capacity = 0;
        _firstFree = -1;
        Used = 0;
        Live = 0;
    }

    /// <summary>Begins again with the first slot. All slots are free and keep their generations.</summary>
    public void Reset()
    {
        _firstFree = -1;
        Used = 0;
    }

    private ref Slot this[int index] => ref _segments[index >> SegmentShift][index & (SegmentSize - 1)];

    private void Grow(int index)
    {
        var segment = index >> SegmentShift;
        var offset = index & (SegmentSize - 1);
        if (offset == 0)
        {
            // Later segments have their full size at once: a bucket that has filled one segment will fill more.
            if (segment == _segments.Length)
                Array.Resize(ref _segments, Math.Max(1, segment * 2));
            _segments[segment] = NewSlots(segment == 0 ? FirstSize : SegmentSize);
        }
        else
        {
            var grown = NewSlots(Math.Min(offset < 256 ? offset * 4 : offset * 2, SegmentSize));
            Array.Copy(_segments[segment], grown, offset);
            Release(_segments[segment]);
            _segments[segment] = grown;
        }

        // The pool may give more slots than a segment has.
        _capacity = index - offset + Math.Min(_segments[segment].Length, SegmentSize);
    }

    private Slot[] NewSlots(int size)
    {
        // The smallest array of the pool would be too large for the many buckets that hold few calls.
        var slots = size == FirstSize ? new Slot[size] : Pool.Rent(size);
        Array.Clear(slots);
        if (_firstGeneration != 0)
        {
            foreach (ref var slot in slots.AsSpan())
                slot.Generation = _firstGeneration;
        }

        return slots;
    }

    // Slots that hold no call hold no references, either. The next user clears the numbers.
    private void Release(Slot[]? slots)
    {
        if (slots?.Length > FirstSize)
            Pool.Return(slots, clearArray: Live > 0);
    }

    private struct Slot
    {
        public object? Callback;
        public object? State;
        public int Generation;

        // The invoker's id while the slot holds a call; the next free slot while it is free.
        public int Link;
    }
}

/// <summary>A call taken from its slot.</summary>
/// <param name="InvokerId">The <see cref="CallInvoker.Id"/> of the call's invoker.</param>
/// <param name="Callback">The callback.</param>
/// <param name="State">The callback's state.</param>
internal readonly record struct SlotCall(int InvokerId, object Callback, object? State)
{
    public CallInvoker Invoker => CallInvoker.WithId(InvokerId);
}
