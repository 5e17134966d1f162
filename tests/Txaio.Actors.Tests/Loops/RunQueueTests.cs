using CsCheck;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The run queue of a loop.</summary>
public sealed class RunQueueTests
{
    private readonly RunQueue<WorkItem> _queue = new();

    [Fact]
    public void TryTake_returns_items_in_the_order_of_Put()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 1_000; i++)
                _queue.Put(Item(i));

            Assert.Equal(Enumerable.Range(0, 1_000), TakeAll());
        }
    }

    [Fact]
    public void TryTake_of_nothing_is_false() => Assert.Equal([], TakeAll());

    [Fact]
    public void Put_wakes_a_loop_that_rests_once()
    {
        Assert.True(_queue.TryRest());
        Assert.True(_queue.Put(Item(0)));
        Assert.False(_queue.Put(Item(1)));
        _queue.BeginTurn();
        Assert.False(_queue.Put(Item(2)));
        TakeAll();
        Assert.False(_queue.Put(Item(3)));
        Assert.False(_queue.TryRest());
        TakeAll();
        Assert.True(_queue.TryRest());
        Assert.True(_queue.Put(Item(4)));
        Assert.False(_queue.Put(Item(5)));
    }

    [Fact]
    public void Put_before_the_loop_rests_for_the_first_time_leaves_the_entry_to_the_loop()
    {
        Assert.False(_queue.Put(Item(0)));
        Assert.False(_queue.TryRest());
    }

    [Fact]
    public void TryRest_with_the_wake_up_of_a_posting_thread_on_its_way_rests()
    {
        Assert.True(_queue.TryRest());
        Assert.True(_queue.Put(Item(0)));
        // A turn that no posting thread requested takes the entry before the wake-up arrives.
        _queue.BeginTurn();
        TakeAll();

        Assert.True(_queue.TryRest());
        Assert.True(_queue.Put(Item(1)));
    }

    [Fact]
    public void Turn_that_no_posting_thread_asked_for_leaves_one_wake_up_for_the_next_rest()
    {
        Assert.True(_queue.TryRest());
        _queue.BeginTurn();
        Assert.False(_queue.Put(Item(0)));
        TakeAll();
        Assert.True(_queue.TryRest());

        Assert.True(_queue.Put(Item(1)));
        Assert.False(_queue.Put(Item(2)));
    }

    [Fact]
    public void Pending_counts_taken_items_until_the_turn_ends()
    {
        for (var i = 0; i < 3; i++)
            _queue.Put(Item(i));
        _queue.TryTake(out _);
        Assert.Equal(3, _queue.Pending);
        Assert.False(_queue.IsEmpty);

        _queue.EndTurn();
        Assert.Equal(2, _queue.Pending);
        TakeAll();
        Assert.True(_queue.IsEmpty);
        _queue.EndTurn();
        Assert.Equal(0, _queue.Pending);
    }

    [Fact]
    public void Waiting_returns_the_items_that_are_left()
    {
        for (var i = 0; i < 600; i++)
            _queue.Put(Item(i));
        for (var i = 0; i < 300; i++)
            _queue.TryTake(out _);

        Assert.Equal(Enumerable.Range(300, 300), _queue.Waiting().Select(Number));
        TakeAll();
        Assert.Empty(_queue.Waiting());
    }

    [Fact]
    public void Any_order_of_calls_loses_and_repeats_nothing() =>
        Gen.Int[0, 700].Array[1, 40].Sample(
            steps =>
            {
                var queue = new RunQueue<WorkItem>();
                var model = new Queue<int>();
                var next = 0;
                // Numbers at even places are counts of items to put, numbers at odd places counts of items to take.
                foreach (var (step, count) in steps.Index())
                {
                    for (var i = 0; i < count; i++)
                    {
                        if (step % 2 == 0)
                        {
                            queue.Put(Item(next));
                            model.Enqueue(next++);
                        }
                        else if (queue.TryTake(out var item))
                        {
                            Assert.Equal(model.Dequeue(), Number(item));
                        }
                    }

                    queue.EndTurn();
                    Assert.Equal(model.Count, queue.Pending);
                    Assert.Equal(model.Count == 0, queue.IsEmpty);
                    Assert.Equal(model, queue.Waiting().Select(Number));
                }
            },
            iter: 100);

    [Fact]
    public void TryTake_releases_taken_items()
    {
        var callback = PutOneThatCanGo();
        TakeAll();

        GC.Collect();
        Assert.False(callback.IsAlive);
    }

    [Fact]
    public async Task Many_threads_lose_nothing_keep_their_order_and_always_wake_the_loop()
    {
        const int Posters = 4;
        const int Each = 200_000;
        using var awake = new SemaphoreSlim(0);
        var last = Enumerable.Repeat(-1, Posters).ToArray();
        var wakes = 0;
        Assert.True(_queue.TryRest());

        await Threads.Run(Posters + 1, number =>
        {
            if (number < Posters)
            {
                for (var i = 0; i < Each; i++)
                {
                    if (!_queue.Put(Item((number * Each) + i)))
                        continue;
                    Interlocked.Increment(ref wakes);
                    awake.Release();
                }

                return;
            }

            for (var taken = 0; taken < Posters * Each;)
            {
                Assert.True(awake.Wait(TimeSpan.FromSeconds(30)), $"No thread woke the loop after item {taken}.");
                _queue.BeginTurn();
                do
                {
                    taken += TakeInOrder(last, Each);
                }
                while (!_queue.TryRest());
            }
        });

        Assert.All(last, static number => Assert.Equal(Each - 1, number));
        Assert.Equal(0, _queue.Pending);
        // The loop has waited for each wake-up, so no wake-up was given twice.
        Assert.Equal(0, awake.CurrentCount);
        Assert.InRange(wakes, 1, Posters * Each);
    }

    private static WorkItem Item(int number) => new(ActionInvoker.Instance, number, number, null);

    private static int Number(WorkItem item)
    {
        Assert.Same(ActionInvoker.Instance, item.Invoker);
        Assert.Equal(item.Callback, item.State);
        return (int)item.Callback;
    }

    // Not inlined, so that the caller's frame does not hold the object that the test wants collected.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference PutOneThatCanGo()
    {
        var callback = new object();
        _queue.Put(new WorkItem(ActionInvoker.Instance, callback, callback, null));
        return new WeakReference(callback);
    }

    private int TakeInOrder(int[] last, int each)
    {
        var taken = 0;
        for (; _queue.TryTake(out var item); taken++)
        {
            var (poster, number) = Math.DivRem(Number(item), each);
            Assert.Equal(last[poster] + 1, number);
            last[poster] = number;
        }

        return taken;
    }

    private List<int> TakeAll()
    {
        var numbers = new List<int>();
        while (_queue.TryTake(out var item))
        {
            if (item.Callback is int)
                numbers.Add(Number(item));
        }

        return numbers;
    }
}
