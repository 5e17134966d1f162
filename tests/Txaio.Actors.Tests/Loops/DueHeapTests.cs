using CsCheck;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Compares the heap of delayed calls and its slots with a sorted list.</summary>
public sealed class DueHeapTests
{
    [Fact]
    public void Any_order_of_changes_takes_calls_out_in_due_order() =>
        // 0 to 5 add a call that is due at this time, so that many calls are due at once. 6 and 7 take the first call.
        // 8 to 10 remove a call from the middle. 11 sweeps.
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1000]).Array[0, 300].Sample(Check, iter: 2_000);

    [Theory]
    [InlineData("taken out")]
    [InlineData("swept")]
    public void Heap_gives_its_memory_back(string how)
    {
        var slots = new DelayedCallSlots();
        var heap = new DueHeap<int>();
        var handles = Enumerable.Range(0, 100_000).Select(number => (Slot: Add(slots, number, number), number)).ToArray();
        slots.Sort(heap);
        Assert.True(heap.Capacity >= 100_000);

        if (how == "swept")
        {
            foreach (var (slot, generation) in handles)
                Assert.True(slots.TryRemove(slot, generation, out _));
            heap.Sweep(slots.HasPlace);
        }

        while (heap.TryPeek(out _))
        {
            Assert.NotEqual("swept", how);
            heap.RemoveFirst();
        }

        Assert.Equal(0, heap.Count);
        Assert.InRange(heap.Capacity, 1, 64);
    }

    private static void Check((int What, int Which)[] steps)
    {
        var slots = new DelayedCallSlots();
        var heap = new DueHeap<int>();
        var model = new SortedList<(long Due, long Sequence), int>();
        var sequence = 0L;
        foreach (var (what, which) in steps)
        {
            if (what < 6)
            {
                model.Add((what, sequence), Add(slots, what, sequence));
                sequence++;
            }
            else if (what < 8)
            {
                TakeFirst();
            }
            else if (what == 11)
            {
                slots.Sort(heap);
                heap.Sweep(slots.HasPlace);
                Assert.Equal(model.Count, heap.Count);
            }
            else if (model.Count > 0)
            {
                var key = model.GetKeyAtIndex(which % model.Count);
                Assert.True(slots.TryRemove(model[key], key.Sequence, out _));
                model.Remove(key);
            }

            Assert.Equal(model.Count, slots.Count);
        }

        while (model.Count > 0)
            TakeFirst();
        TakeFirst();

        void TakeFirst()
        {
            slots.Sort(heap);
            DueHeap<int>.Entry entry;
            while (heap.TryPeek(out entry) && !slots.Holds(entry.Item, entry.Order))
                heap.RemoveFirst();
            Assert.Equal(model.Count > 0, heap.Count > 0);
            if (model.Count == 0)
                return;
            Assert.Equal(model.GetKeyAtIndex(0), (entry.Due, entry.Order));
            Assert.Equal(model.GetValueAtIndex(0), entry.Item);
            Assert.True(slots.TryRemove(entry.Item, entry.Order, out _));
            heap.RemoveFirst();
            model.RemoveAt(0);
        }
    }

    private static int Add(DelayedCallSlots slots, long due, long sequence) =>
        slots.Add(new WorkItem(ActionInvoker.Instance, () => { }, null, null), due, sequence);
}
