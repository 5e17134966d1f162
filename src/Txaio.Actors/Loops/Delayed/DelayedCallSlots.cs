using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// The calls of one loop that have neither run nor been cancelled: 48 bytes each, in segments that are made when the
/// others are full and dropped when they are empty. Nothing is allocated for a single call. Not thread-safe.
/// </summary>
/// <remarks>
/// A new call is unsorted until the next due time is looked for; most timeouts are cancelled before that, and never
/// meet the heap.
/// </remarks>
internal sealed class DelayedCallSlots
{
    private const int FewCalls = 16;
    private const int FewestPlaces = 4;

    // Places whose segment is not full, each once. Also places without a segment: they get one when they are used.
    private readonly Stack<int> _withRoom = [];

    // Places whose segment has unsorted calls, each once; also some whose segment had them.
    private readonly Stack<int> _withUnsorted = [];

    private Place[] _places = [];

    // An emptied segment, kept so that an occasional call does not allocate one each time.
    private DelayedCallSegment? _spare;

    /// <summary>How many calls are in.</summary>
    public int Count { get; private set; }

    /// <summary>The number of calls that it has memory for.</summary>
    public int Capacity =>
        _places.Sum(static place => place.Segment?.Capacity ?? 0) + (_spare?.Capacity ?? 0);

    /// <summary>Puts a call into a slot that is free.</summary>
    public int Add(in WorkItem call, long due, long sequence)
    {
        if (!_withRoom.TryPeek(out var number))
            number = MakeRoom();
        ref var place = ref _places[number];
        var segment = place.Segment ??= TakeSpare();
        var offset = segment.Add(call, due, sequence);
        if (segment.IsFull)
            _withRoom.Pop();
        if (!place.IsListed)
        {
            place.IsListed = true;
            _withUnsorted.Push(number);
        }

        Count++;
        return (number << DelayedCallSegment.Shift) | offset;
    }

    /// <summary>Whether the slot holds the very call with that sequence number.</summary>
    public bool Holds(int slot, long sequence) =>
        SegmentOf(slot) is { } segment && segment.Holds(OffsetOf(slot), sequence);

    /// <summary>Takes the call out, if the slot still holds it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="sequence">Which call is meant.</param>
    /// <param name="state">The state that the call had reached.</param>
    public bool TryRemove(int slot, long sequence, out DelayedCallState state)
    {
        var offset = OffsetOf(slot);
        if (SegmentOf(slot) is not { } segment || !segment.Holds(offset, sequence))
        {
            state = default;
            return false;
        }

        if (segment.IsFull)
            _withRoom.Push(slot >> DelayedCallSegment.Shift);
        state = segment.Remove(offset);
        Count--;
        if (segment.IsEmpty)
            Drop(slot >> DelayedCallSegment.Shift, segment);
        return true;
    }

    /// <summary>What the slot holds.</summary>
    public WorkItem Peek(int slot) => SegmentOf(slot)!.Peek(OffsetOf(slot));

    /// <summary>When the call in the slot is due.</summary>
    public long DueOf(int slot) => SegmentOf(slot)!.DueOf(OffsetOf(slot));

    /// <summary>Marks the call in the slot as taken out of the heap. It stays in its slot.</summary>
    public void MarkQueued(int slot) => SegmentOf(slot)!.MarkQueued(OffsetOf(slot));

    /// <summary>Adds the calls that are not due yet, in no order, as people are shown them.</summary>
    public void List(List<(long Sequence, ScheduledCall Call)> calls, EventLoop loop)
    {
        foreach (var place in _places)
            place.Segment?.List(calls, loop);
    }

    /// <summary>Puts all unsorted calls into the heap.</summary>
    public void Sort(DelayedCallHeap heap)
    {
        while (_withUnsorted.TryPop(out var number))
        {
            _places[number].IsListed = false;
            _places[number].Segment?.Sort(heap, number << DelayedCallSegment.Shift);
        }
    }

    private static int OffsetOf(int slot) => slot & (DelayedCallSegment.Size - 1);

    private DelayedCallSegment? SegmentOf(int slot)
    {
        var places = _places;
        var number = slot >> DelayedCallSegment.Shift;
        return (uint)number < (uint)places.Length ? places[number].Segment : null;
    }

    private int MakeRoom()
    {
        var first = _places.Length;
        Array.Resize(ref _places, Math.Max(FewestPlaces, first * 2));
        for (var number = _places.Length - 1; number >= first; number--)
            _withRoom.Push(number);
        return first;
    }

    private DelayedCallSegment TakeSpare()
    {
        // A loop with one full segment will fill more; most never have a dozen calls.
        var segment = _spare ?? new DelayedCallSegment(Count == 0 ? FewCalls : DelayedCallSegment.Size);
        _spare = null;
        return segment;
    }

    private void Drop(int number, DelayedCallSegment segment)
    {
        _places[number].Segment = null;
        _spare = segment;
        if (Count > 0)
            return;
        if (segment.Capacity > FewCalls)
            _spare = null;
        if (_places.Length <= FewestPlaces)
            return;
        _places = [];
        _withRoom.Clear();
        _withRoom.TrimExcess();
        _withUnsorted.Clear();
        _withUnsorted.TrimExcess();
    }

    /// <summary>Where a segment is, when there is one.</summary>
    private struct Place
    {
        public DelayedCallSegment? Segment;

        /// <summary>Whether it is among those with unsorted calls.</summary>
        public bool IsListed;
    }
}
