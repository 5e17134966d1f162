namespace Txaio.Actors;

/// <summary>
/// A four-way heap of calls that knows where each stands, so that one can be taken out of the middle. .NET's
/// PriorityQueue would have to search for it.
/// </summary>
internal sealed class LoopCallHeap
{
    private const int Ways = 4;

    private LoopCall?[] _calls = new LoopCall?[16];

    public int Count { get; private set; }

    /// <summary>How many it has room for.</summary>
    public int Capacity => _calls.Length;

    /// <summary>All of them, in no order.</summary>
    public ReadOnlySpan<LoopCall?> All => _calls.AsSpan(0, Count);

    public LoopCall? Peek() => Count == 0 ? null : _calls[0];

    public void Push(LoopCall call)
    {
        if (Count == _calls.Length)
            Array.Resize(ref _calls, Count * 2);
        MoveUp(Count++, call);
    }

    public LoopCall? Pop()
    {
        if (Count == 0)
            return null;
        var first = _calls[0]!;
        Remove(first);
        return first;
    }

    public void Remove(LoopCall call)
    {
        var index = call.Index;
        if (index < 0)
            return;
        call.Index = -1;
        var last = _calls[--Count]!;
        _calls[Count] = null;
        if (!ReferenceEquals(last, call))
        {
            if (index > 0 && IsBefore(last, _calls[(index - 1) / Ways]!))
                MoveUp(index, last);
            else
                MoveDown(index, last);
        }

        // Memory goes back after a crowd has left.
        if (_calls.Length > 64 && Count < _calls.Length / 4)
            Array.Resize(ref _calls, _calls.Length / 2);
    }

    private static bool IsBefore(LoopCall one, LoopCall other) =>
        one.Due < other.Due || (one.Due == other.Due && one.Sequence < other.Sequence);

    private void MoveUp(int index, LoopCall call)
    {
        while (index > 0)
        {
            var parent = (index - 1) / Ways;
            if (!IsBefore(call, _calls[parent]!))
                break;
            Place(index, _calls[parent]!);
            index = parent;
        }

        Place(index, call);
    }

    private void MoveDown(int index, LoopCall call)
    {
        while (true)
        {
            var child = (index * Ways) + 1;
            if (child >= Count)
                break;
            var end = Math.Min(child + Ways, Count);
            for (var other = child + 1; other < end; other++)
            {
                if (IsBefore(_calls[other]!, _calls[child]!))
                    child = other;
            }

            if (!IsBefore(_calls[child]!, call))
                break;
            Place(index, _calls[child]!);
            index = child;
        }

        Place(index, call);
    }

    private void Place(int index, LoopCall call)
    {
        _calls[index] = call;
        call.Index = index;
    }
}
