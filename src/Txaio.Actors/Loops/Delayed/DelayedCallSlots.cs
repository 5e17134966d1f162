using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// The calls of one loop that have neither run nor been cancelled: 48 bytes for each call, in segments. A segment is
/// allocated when the other segments are full, and released when it is empty. Nothing is allocated for a single call.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// A new call is unsorted until a thread looks for the next due time. Most timeouts are cancelled earlier, and never
/// enter the heap.
/// </remarks>
internal sealed class DelayedCallSlots
{
    private const int FewCalls = 16;
    private const int FewestSegments = 4;

    // The numbers of the segments that are not full, each once, including segments that are not allocated yet.
    private readonly Stack<int> _withRoom = [];

    // The numbers of the segments to which an unsorted call was added since the last sort, each once.
    private readonly Stack<int> _withUnsorted = [];

    private SegmentEntry[] _segments = [];

    // An empty segment is kept here, so that an occasional call does not allocate a segment each time.
    private DelayedCallSegment? _spare;

    /// <summary>How many calls have a slot.</summary>
    public int Count { get; private set; }

    /// <summary>The number of calls that the allocated memory can hold.</summary>
    public int Capacity =>
        _segments.Sum(static entry => entry.Segment?.Capacity ?? 0) + (_spare?.Capacity ?? 0);

    /// <summary>Adds a call.</summary>
    /// <returns>Its slot.</returns>
    public int Add(in WorkItem call, long due, long sequence)
    {
        if (!_withRoom.TryPeek(out var number))
            number = MakeRoom();
        ref var entry = ref _segments[number];
        var segment = entry.Segment ??= TakeSpare();
        var offset = segment.Add(call, due, sequence);
        if (segment.IsFull)
            _withRoom.Pop();
        ListUnsorted(number);
        Count++;
        return (number << DelayedCallSegment.Shift) | offset;
    }

    /// <summary>Whether the slot holds the call with that sequence number.</summary>
    public bool Holds(int slot, long sequence) =>
        SegmentOf(slot) is { } segment && segment.Holds(OffsetOf(slot), sequence);

    /// <summary>Whether the slot holds the call that has that place in the order.</summary>
    public bool HasPlace(int slot, long order) =>
        SegmentOf(slot) is { } segment && segment.HasPlace(OffsetOf(slot), order);

    /// <summary>Gives the call a new due time and a new place in the order, if the slot still holds it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="sequence">The call's sequence number.</param>
    /// <param name="due">The new due time.</param>
    /// <param name="order">The new place.</param>
    /// <param name="state">The state of the call before the reset; the call is unsorted now.</param>
    public bool TryReset(int slot, long sequence, long due, long order, out DelayedCallState state)
    {
        state = default;
        if (!Holds(slot, sequence))
            return false;
        state = SegmentOf(slot)!.Reset(OffsetOf(slot), due, order);
        ListUnsorted(slot >> DelayedCallSegment.Shift);
        return true;
    }

    /// <summary>Removes the call, if the slot still holds it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="sequence">The call's sequence number.</param>
    /// <param name="state">The state of the removed call.</param>
    public bool TryRemove(int slot, long sequence, out DelayedCallState state)
    {
        if (SegmentOf(slot) is not { } segment || !segment.Holds(OffsetOf(slot), sequence))
        {
            state = default;
            return false;
        }

        state = Remove(slot, segment);
        return true;
    }

    /// <summary>Removes the call that the slot holds.</summary>
    public void Remove(int slot) => Remove(slot, SegmentOf(slot)!);

    /// <summary>The call in the slot.</summary>
    public WorkItem Peek(int slot) => SegmentOf(slot)!.Peek(OffsetOf(slot));

    /// <summary>The due time of the call in the slot.</summary>
    public long DueOf(int slot) => SegmentOf(slot)!.DueOf(OffsetOf(slot));

    /// <summary>Marks the call in the slot as queued: it has left the heap and keeps its slot.</summary>
    public void MarkQueued(int slot) => SegmentOf(slot)!.MarkQueued(OffsetOf(slot));

    /// <summary>Adds the calls that are not due yet to a listing, in no order.</summary>
    public void List(List<(long Order, ScheduledCall Call)> calls, EventLoop loop)
    {
        foreach (var entry in _segments)
            entry.Segment?.List(calls, loop);
    }

    /// <summary>Pushes all unsorted calls into the heap.</summary>
    public void Sort(DueHeap<int> heap)
    {
        while (_withUnsorted.TryPop(out var number))
        {
            _segments[number].IsListed = false;
            _segments[number].Segment?.Sort(heap, number << DelayedCallSegment.Shift);
        }
    }

    private static int OffsetOf(int slot) => slot & (DelayedCallSegment.Size - 1);

    private DelayedCallSegment? SegmentOf(int slot)
    {
        var places = _segments;
        var number = slot >> DelayedCallSegment.Shift;
        return (uint)number < (uint)places.Length ? places[number].Segment : null;
    }

    private DelayedCallState Remove(int slot, DelayedCallSegment segment)
    {
        if (segment.IsFull)
            _withRoom.Push(slot >> DelayedCallSegment.Shift);
        var state = segment.Remove(OffsetOf(slot));
        Count--;
        if (segment.IsEmpty)
            Drop(slot >> DelayedCallSegment.Shift, segment);
        return state;
    }

    private void ListUnsorted(int number)
    {
        if (_segments[number].IsListed)
            return;
        _segments[number].IsListed = true;
        _withUnsorted.Push(number);
    }

    private int MakeRoom()
    {
        var first = _segments.Length;
        Array.Resize(ref _segments, Math.Max(FewestSegments, first * 2));
        for (var number = _segments.Length - 1; number >= first; number--)
            _withRoom.Push(number);
        return first;
    }

    private DelayedCallSegment TakeSpare()
    {
        // A loop's first segment is small: most loops never have a dozen calls.
        var segment = _spare ?? new DelayedCallSegment(Count == 0 ? FewCalls : DelayedCallSegment.Size);
        _spare = null;
        return segment;
    }

    private void Drop(int number, DelayedCallSegment segment)
    {
        _segments[number].Segment = null;
        _spare = segment;
        if (Count > 0)
            return;
        if (segment.Capacity > FewCalls)
            _spare = null;
        if (_segments.Length <= FewestSegments)
            return;
        _segments = [];
        _withRoom.Clear();
        _withRoom.TrimExcess();
        _withUnsorted.Clear();
        _withUnsorted.TrimExcess();
    }

    /// <summary>A segment, if it is allocated.</summary>
    private struct SegmentEntry
    {
        public DelayedCallSegment? Segment;

        /// <summary>Whether the segment's number is in the list of segments with unsorted calls.</summary>
        public bool IsListed;
    }
}
