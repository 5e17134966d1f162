using CsCheck;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The heap against a sorted list.</summary>
public sealed class LoopCallHeapTests
{
    [Fact]
    public void Heap_pops_and_removes_as_a_sorted_list_does() =>
        // Below 6: push with that due time, so that many are equal. 6 and 7: pop. Above: remove one from the middle.
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 1000]).Array[0, 300].Sample(Check, iter: 2_000);

    [Fact]
    public void Remove_of_what_is_not_in_does_nothing()
    {
        var heap = new LoopCallHeap();
        var call = Call(1, 1);
        heap.Push(call);

        heap.Remove(Call(1, 1));
        Assert.Same(call, heap.Peek());
        heap.Remove(call);
        heap.Remove(call);
        Assert.Equal(0, heap.Count);
        Assert.Null(heap.Peek());
        Assert.Null(heap.Pop());
    }

    [Theory]
    [InlineData("pop")]
    [InlineData("remove forwards")]
    [InlineData("remove backwards")]
    public void Heap_gives_its_memory_back(string how)
    {
        var heap = new LoopCallHeap();
        var calls = Enumerable.Range(0, 100_000).Select(number => Call(number, number)).ToArray();
        foreach (var call in calls)
            heap.Push(call);
        Assert.True(heap.Capacity >= 100_000);

        switch (how)
        {
            case "pop":
                while (heap.Pop() is not null)
                {
                }

                break;
            case "remove forwards":
                Array.ForEach(calls, heap.Remove);
                break;
            default:
                Array.Reverse(calls);
                Array.ForEach(calls, heap.Remove);
                break;
        }

        Assert.Equal(0, heap.Count);
        Assert.InRange(heap.Capacity, 1, 64);
    }

    private static void Check((int What, int Which)[] steps)
    {
        var heap = new LoopCallHeap();
        var model = new SortedList<(long Due, long Sequence), LoopCall>();
        var sequence = 0L;
        foreach (var (what, which) in steps)
        {
            if (what < 6)
            {
                var call = Call(what, sequence++);
                heap.Push(call);
                model.Add((call.Due, call.Sequence), call);
            }
            else if (what < 8)
            {
                Assert.Same(model.Values.FirstOrDefault(), heap.Pop());
                if (model.Count > 0)
                    model.RemoveAt(0);
            }
            else if (model.Count > 0)
            {
                var call = model.GetValueAtIndex(which % model.Count);
                heap.Remove(call);
                Assert.Equal(-1, call.Index);
                model.Remove((call.Due, call.Sequence));
            }

            Assert.Equal(model.Count, heap.Count);
            Assert.Same(model.Values.FirstOrDefault(), heap.Peek());
        }

        foreach (var call in model.Values)
            Assert.Same(call, heap.Pop());
        Assert.Null(heap.Pop());
    }

    private static LoopCall Call(long due, long sequence) =>
        new(null!, ActionInvoker.Instance, () => { }, null, null) { Due = due, Sequence = sequence };
}
