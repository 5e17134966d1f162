using CsCheck;

namespace Txaio.Actors.Tests.Loops;

/// <summary>What waits for a loop, in order.</summary>
public sealed class RunQueueTests
{
    private readonly RunQueue _queue = new();

    [Fact]
    public void TryTake_answers_what_was_put_in_in_order()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 1_000; i++)
                _queue.Put(Item(i));

            Assert.Equal(Enumerable.Range(0, 1_000), TakeAll());
        }
    }

    [Fact]
    public void TryTake_of_nothing_is_false_and_leaves_the_item() => Assert.Equal([], TakeAll());

    [Fact]
    public void Put_wakes_a_loop_that_rests_and_nobody_else_does()
    {
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
    public void Turn_that_nobody_asked_for_does_not_take_the_wake_up_away()
    {
        _queue.BeginTurn();
        Assert.True(_queue.TryRest());
        _queue.BeginTurn();
        Assert.True(_queue.TryRest());

        Assert.True(_queue.Put(Item(0)));
    }

    [Fact]
    public void Pending_counts_what_was_taken_until_its_turn_ends()
    {
        for (var i = 0; i < 3; i++)
            _queue.Put(Item(i));
        var item = default(WorkItem);
        _queue.TryTake(ref item);
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
    public void Waiting_answers_what_is_left()
    {
        for (var i = 0; i < 600; i++)
            _queue.Put(Item(i));
        var item = default(WorkItem);
        for (var i = 0; i < 300; i++)
            _queue.TryTake(ref item);

        Assert.Equal(Enumerable.Range(300, 300), _queue.Waiting().Select(Number));
        TakeAll();
        Assert.Empty(_queue.Waiting());
    }

    [Fact]
    public void Any_order_of_calls_loses_and_repeats_nothing() =>
        Gen.Int[0, 700].Array[1, 40].Sample(
            steps =>
            {
                var queue = new RunQueue();
                var model = new Queue<int>();
                var next = 0;
                // Every other one puts in that many, the others take that many out.
                foreach (var (step, count) in steps.Index())
                {
                    for (var i = 0; i < count; i++)
                    {
                        var item = default(WorkItem);
                        if (step % 2 == 0)
                        {
                            queue.Put(Item(next));
                            model.Enqueue(next++);
                        }
                        else if (queue.TryTake(ref item))
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
    public void Blocks_are_used_again()
    {
        for (var i = 0; i < 100; i++)
        {
            PutMany(2 * RunQueueBlock.Size);
            TakeAll();
        }

        Assert.InRange(_queue.Blocks, 1, 4);
    }

    [Fact]
    public void Blocks_of_a_crowd_are_given_back_as_the_loop_rests()
    {
        PutMany(1_000 * RunQueueBlock.Size);
        _queue.BeginTurn();
        TakeAll();
        Assert.True(_queue.TryRest());
        Assert.InRange(_queue.Blocks, 900, 1_000);

        for (var rest = 0; rest < 150; rest++)
        {
            _queue.BeginTurn();
            Assert.True(_queue.TryRest());
        }

        Assert.InRange(_queue.Blocks, 1, 20);
    }

    [Fact]
    public void TryTake_keeps_nothing_of_what_was_taken()
    {
        var callback = PutOneThatCanGo();
        TakeAll();

        GC.Collect();
        Assert.False(callback.IsAlive);
    }

    [Fact]
    public void HandOver_leaves_nothing_to_the_loop_and_everything_to_others()
    {
        PutMany(700);
        var item = default(WorkItem);
        _queue.TryTake(ref item);
        _queue.HandOver();
        _queue.HandOver();

        Assert.False(_queue.TryTake(ref item));
        Assert.True(_queue.TryRest());
        Assert.Equal(Enumerable.Range(1, 699), HandedOver());
        Assert.Equal(0, _queue.Pending);
    }

    [Fact]
    public async Task Many_threads_lose_nothing_keep_their_order_and_always_wake_the_loop()
    {
        const int Posters = 4;
        const int Each = 200_000;
        using var awake = new SemaphoreSlim(0);
        var last = Enumerable.Repeat(-1, Posters).ToArray();
        var wakes = 0;

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
                Assert.True(awake.Wait(TimeSpan.FromSeconds(30)), $"Nobody woke the loop behind {taken}.");
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
        // Each wake-up was waited for: none was given twice.
        Assert.Equal(0, awake.CurrentCount);
        Assert.InRange(wakes, 1, Posters * Each);
    }

    [Fact]
    public async Task HandOver_while_the_loop_takes_loses_and_repeats_nothing()
    {
        for (var round = 0; round < 200; round++)
        {
            var queue = new RunQueue();
            const int Count = 2_000;
            for (var i = 0; i < Count; i++)
                queue.Put(Item(i));
            List<int>[] taken = [[], [], []];

            await Threads.Run(3, number =>
            {
                var item = default(WorkItem);
                if (number == 0)
                {
                    while (queue.TryTake(ref item))
                        taken[0].Add(Number(item));
                    queue.TryRest();
                    return;
                }

                queue.HandOver();
                while (queue.TryTakeHandedOver(ref item))
                    taken[number].Add(Number(item));
            });

            Assert.Equal(Enumerable.Range(0, Count), taken.SelectMany(static numbers => numbers).Order());
            Assert.Equal(0, queue.Pending);
        }
    }

    private static WorkItem Item(int number) => new(ActionInvoker.Instance, number, number, null);

    private static int Number(WorkItem item)
    {
        Assert.Same(ActionInvoker.Instance, item.Invoker);
        Assert.Equal(item.Callback, item.State);
        return (int)item.Callback;
    }

    private void PutMany(int count)
    {
        for (var i = 0; i < count; i++)
            _queue.Put(Item(i));
    }

    // Not inlined: the caller's frame must not hold what is to be collected.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference PutOneThatCanGo()
    {
        var callback = new object();
        _queue.Put(new WorkItem(ActionInvoker.Instance, callback, callback, null));
        return new WeakReference(callback);
    }

    private List<int> HandedOver()
    {
        var numbers = new List<int>();
        var item = default(WorkItem);
        while (_queue.TryTakeHandedOver(ref item))
            numbers.Add(Number(item));
        return numbers;
    }

    private int TakeInOrder(int[] last, int each)
    {
        var item = default(WorkItem);
        var taken = 0;
        for (; _queue.TryTake(ref item); taken++)
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
        var item = default(WorkItem);
        while (_queue.TryTake(ref item))
        {
            if (item.Callback is int)
                numbers.Add(Number(item));
            item = default;
        }

        return numbers;
    }
}
