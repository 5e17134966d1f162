using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// The slots of a loop's delayed calls: a handle never refers to another call, and removed calls free their memory.
/// </summary>
public sealed class DelayedCallSlotsTests
{
    private const int Many = 10 * DelayedCallSegment.Size;

    private readonly DelayedCallSlots _slots = new();
    private long _sequence;

    [Theory]
    [InlineData("forwards")]
    [InlineData("backwards")]
    [InlineData("at random")]
    public void Removed_calls_give_all_memory_back(string order)
    {
        var calls = AddMany();
        Assert.InRange(_slots.Capacity, Many, Many + DelayedCallSegment.Size);

        if (order == "backwards")
            Array.Reverse(calls);
        else if (order == "at random")
            new Random(1).Shuffle(calls);
        foreach (var (slot, sequence) in calls)
            Assert.True(_slots.TryRemove(slot, sequence, out _));

        Assert.Equal(0, _slots.Count);
        Assert.InRange(_slots.Capacity, 0, 16);
    }

    [Fact]
    public void Removed_calls_give_memory_back_while_others_stay()
    {
        var calls = AddMany();

        foreach (var (slot, sequence) in calls[100..])
            Assert.True(_slots.TryRemove(slot, sequence, out _));

        Assert.Equal(100, _slots.Count);
        Assert.InRange(_slots.Capacity, 100, 2 * DelayedCallSegment.Size);
        Assert.All(calls[..100], call => Assert.True(_slots.Holds(call.Slot, call.Sequence)));
    }

    [Fact]
    public void Slots_are_used_again_before_there_are_more()
    {
        var calls = AddMany();
        var capacity = _slots.Capacity;
        for (var i = 0; i < calls.Length; i += 2)
            Assert.True(_slots.TryRemove(calls[i].Slot, calls[i].Sequence, out _));
        for (var i = 0; i < calls.Length; i += 2)
            calls[i] = Add();

        Assert.Equal(capacity, _slots.Capacity);
        Assert.Equal(Many, calls.Select(call => call.Slot).Distinct().Count());
    }

    [Fact]
    public void Old_handle_means_no_later_call()
    {
        var old = AddMany();
        foreach (var (slot, sequence) in old)
            Assert.True(_slots.TryRemove(slot, sequence, out _));
        Assert.All(old, call => Assert.False(_slots.Holds(call.Slot, call.Sequence)));

        AddMany();

        Assert.All(old, call => Assert.False(_slots.Holds(call.Slot, call.Sequence)));
        Assert.All(old, call => Assert.False(_slots.TryRemove(call.Slot, call.Sequence, out _)));
        Assert.Equal(Many, _slots.Count);
    }

    [Fact]
    public void Old_handle_of_a_large_segment_means_no_call_in_a_new_one()
    {
        var old = AddMany();
        foreach (var (slot, sequence) in old)
            Assert.True(_slots.TryRemove(slot, sequence, out _));
        Add();

        Assert.All(old, call => Assert.False(_slots.Holds(call.Slot, call.Sequence)));
        Assert.All(old, call => Assert.False(_slots.TryRemove(call.Slot, call.Sequence, out _)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(DelayedCallSegment.Size)]
    public void Old_handle_means_no_call_that_comes_2_to_the_32_calls_later(int others)
    {
        for (var i = 0; i < others; i++)
            Add();
        var old = Add();
        Assert.True(_slots.TryRemove(old.Slot, old.Sequence, out _));
        _sequence = old.Sequence + (1L << 32);

        var later = Add();

        Assert.Equal(old.Slot, later.Slot);
        Assert.False(_slots.Holds(old.Slot, old.Sequence));
        Assert.False(_slots.TryRemove(old.Slot, old.Sequence, out _));
        Assert.True(_slots.TryRemove(later.Slot, later.Sequence, out _));
        Assert.False(_slots.Holds(later.Slot, later.Sequence));
    }

    [Fact]
    public void Calls_around_the_one_with_the_number_2_to_the_32_are_all_held()
    {
        _sequence = uint.MaxValue - 1L;
        var calls = new List<(int Slot, long Sequence)>();
        for (var i = 0; i < 5; i++)
        {
            calls.Add(Add());
            Assert.All(calls, call => Assert.True(_slots.Holds(call.Slot, call.Sequence)));
            Assert.All(calls, call => Assert.True(_slots.HasPlace(call.Slot, call.Sequence)));
        }

        Assert.All(calls, call => Assert.True(_slots.TryRemove(call.Slot, call.Sequence, out _)));
    }

    [Fact]
    public void Call_that_is_removed_before_the_next_due_time_is_looked_for_never_enters_the_heap()
    {
        var heap = new DueHeap<int>();
        var calls = AddMany();
        for (var i = 0; i < calls.Length; i += 2)
            Assert.True(_slots.TryRemove(calls[i].Slot, calls[i].Sequence, out _));

        _slots.Sort(heap);

        Assert.Equal(Many / 2, heap.Count);
        Assert.True(heap.TryPeek(out var first));
        Assert.Equal(calls[1], (first.Item, first.Order));
    }

    [Fact]
    public void Slot_that_was_never_used_holds_nothing()
    {
        Assert.False(_slots.Holds(0, 0));
        var (slot, sequence) = Add();
        Assert.True(_slots.Holds(slot, sequence));
        Assert.False(_slots.Holds(slot + 1, 0));
        Assert.False(_slots.Holds(slot + DelayedCallSegment.Size, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DelayedCallSegment.Size)]
    public void Adding_and_removing_over_and_over_allocates_nothing(int others)
    {
        for (var i = 0; i < others; i++)
            Add();
        Churn(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(100_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    private void Churn(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var (slot, sequence) = Add();
            if (!_slots.TryRemove(slot, sequence, out _))
                throw new InvalidOperationException("Not removed.");
        }
    }

    private (int Slot, long Sequence)[] AddMany() => [.. Enumerable.Range(0, Many).Select(_ => Add())];

    private (int Slot, long Sequence) Add()
    {
        var sequence = _sequence++;
        return (_slots.Add(new WorkItem(ActionInvoker.Instance, Nothing, null, null), sequence, sequence), sequence);
    }

    private static readonly Action Nothing = static () => { };
}
