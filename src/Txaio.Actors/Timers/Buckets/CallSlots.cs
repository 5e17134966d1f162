using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of one bucket: 24 bytes each, in arrays that never move once they are full-grown. No locks of its
/// own; the bucket guards it.
/// </summary>
/// <remarks>
/// An old handle never fits a later call: a slot counts its generation up each time it is freed, and is not used again
/// once that is <see cref="LastGeneration"/>. Slots that are made later begin above all generations of before.
/// </remarks>
/// <param name="firstGeneration">Where the generations begin; above zero in tests only.</param>
internal sealed class CallSlots(int firstGeneration = 0)
{
    /// <summary>A slot of that generation is never used again.</summary>
    public const int LastGeneration = int.MaxValue - 1;

    /// <summary>Memory for up to this many calls is not given back.</summary>
    public const int Few = 64;

    private const int SegmentShift = 10;
    private const int SegmentSize = 1 << SegmentShift;
    private const int FirstSize = 4;

    private Slot[][] _segments = [];

    // How many slots the segments have.
    private int _room;
    private int _firstFree = -1;

    // Above every generation handed out by segments that were given back, so that an old handle never fits.
    private int _firstGeneration = firstGeneration;
    private int _lastGeneration = firstGeneration;

    /// <summary>Slots handed out so far, those freed since included.</summary>
    public int Used { get; private set; }

    /// <summary>Slots that hold a call.</summary>
    public int Live { get; private set; }

    /// <summary>
    /// Whether a slot has had all generations, so that no slot may be made or used again from the first.
    /// </summary>
    public bool IsExhausted => _lastGeneration >= LastGeneration;

    /// <summary>Puts a call into a slot: one that a cancel freed, or the next.</summary>
    public int Add(int invoker, object callback, object? state, out int generation)
    {
        var index = _firstFree;
        if (index < 0)
        {
            index = Used;
            if (index == _room)
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

    /// <summary>Whether the slot holds the very call that the generation was handed out for.</summary>
    public bool Holds(int index, int generation) =>
        index < Used && this[index] is { Callback: not null } slot && slot.Generation == generation;

    /// <summary>What the slot holds, if anything.</summary>
    public bool TryPeek(int index, out SlotCall call)
    {
        ref var slot = ref this[index];
        call = new SlotCall(slot.Link, slot.Callback!, slot.State);
        return slot.Callback is not null;
    }

    /// <summary>Empties the slot; its handles are inactive from now on.</summary>
    /// <param name="index">The slot, which holds a call.</param>
    /// <param name="reuse">Whether another call may have it.</param>
    public void Free(int index, bool reuse)
    {
        ref var slot = ref this[index];
        slot.Callback = null;
        slot.State = null;
        slot.Generation++;
        _lastGeneration = Math.Max(_lastGeneration, slot.Generation);
        Live--;
        if (!reuse || slot.Generation >= LastGeneration)
            return;
        slot.Link = _firstFree;
        _firstFree = index;
    }

    /// <summary>Drops every call and gives all memory back. Earlier handles stay inactive.</summary>
    public void Clear()
    {
        // A slot that still holds a call has not had its generation counted up, so step over that one too.
        _firstGeneration = ++_lastGeneration;
        _segments = [];
        _room = 0;
        _firstFree = -1;
        Used = 0;
        Live = 0;
    }

    /// <summary>Hands the slots out from the first again. They are all free, and keep their generations.</summary>
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
            // Later segments come full-grown: a bucket that has one full segment will fill more.
            if (segment == _segments.Length)
                Array.Resize(ref _segments, Math.Max(1, segment * 2));
            _segments[segment] = NewSlots(segment == 0 ? FirstSize : SegmentSize);
        }
        else
        {
            var grown = NewSlots(Math.Min(offset < 256 ? offset * 4 : offset * 2, SegmentSize));
            Array.Copy(_segments[segment], grown, offset);
            _segments[segment] = grown;
        }

        _room = index - offset + _segments[segment].Length;
    }

    private Slot[] NewSlots(int size)
    {
        var slots = new Slot[size];
        if (_firstGeneration != 0)
        {
            foreach (ref var slot in slots.AsSpan())
                slot.Generation = _firstGeneration;
        }

        return slots;
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
/// <param name="InvokerId">The <see cref="CallInvoker.Id"/> of how to run it.</param>
/// <param name="Callback">The callback.</param>
/// <param name="State">Its state.</param>
internal readonly record struct SlotCall(int InvokerId, object Callback, object? State)
{
    public CallInvoker Invoker => CallInvoker.WithId(InvokerId);
}
