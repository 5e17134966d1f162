using System.Collections.Concurrent;
using CsCheck;
using Txaio.Actors.Loops.Closing;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The waiters that are told when a loop closes.</summary>
public sealed class LoopWaitersTests
{
    [Fact]
    public void Close_tells_the_joined_waiters_that_have_not_left() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 599]).Array[0, 1500].Sample(
            steps =>
            {
                var waiters = new LoopWaiters();
                var all = Enumerable.Range(0, 600).Select(_ => new Waiter()).ToArray();
                var model = new HashSet<ILoopWaiter>();
                foreach (var (join, which) in steps)
                {
                    if (!join)
                    {
                        waiters.Leave(all[which]);
                        model.Remove(all[which]);
                    }
                    else if (model.Add(all[which]))
                    {
                        Assert.True(waiters.Join(all[which]));
                    }

                    Assert.Equal(model.Count, waiters.Count);
                }

                var told = waiters.Close();
                Assert.Equal(model.Count, told.Count);
                Assert.True(model.SetEquals(told));
            },
            iter: 200);

    [Fact]
    public void Join_after_close_is_refused_and_a_second_close_tells_no_waiter()
    {
        var waiters = new LoopWaiters();
        var waiter = new Waiter();
        waiters.Join(waiter);

        Assert.Same(waiter, Assert.Single(waiters.Close()));
        Assert.Empty(waiters.Close());
        Assert.False(waiters.Join(new Waiter()));
        waiters.Leave(waiter);
        waiters.Leave(new Waiter());
    }

    [Fact]
    public async Task Join_and_leave_on_many_threads_keep_count()
    {
        var waiters = new LoopWaiters();
        var stay = new Waiter();
        waiters.Join(stay);

        await Threads.Run(4, _ =>
        {
            var mine = Enumerable.Range(0, 100).Select(_ => new Waiter()).ToArray();
            for (var round = 0; round < 200; round++)
            {
                Assert.All(mine, waiter => Assert.True(waiters.Join(waiter)));
                Array.ForEach(mine, waiters.Leave);
            }
        });

        Assert.Equal(1, waiters.Count);
        Assert.Same(stay, Assert.Single(waiters.Close()));
    }

    /// <summary>More waiters than cells, so that threads join both cells and list while they are closed.</summary>
    [Fact]
    public async Task Close_amid_joins_tells_or_refuses_each_waiter()
    {
        for (var round = 0; round < 50; round++)
        {
            var waiters = new LoopWaiters();
            var refused = new ConcurrentBag<ILoopWaiter>();
            IReadOnlyList<ILoopWaiter> told = [];
            var all = Enumerable.Range(0, 3).Select(
                _ => Enumerable.Range(0, 200).Select(_ => new Waiter()).ToArray()).ToArray();

            await Threads.Run(4, thread =>
            {
                if (thread == 3)
                {
                    told = waiters.Close();
                    return;
                }

                foreach (var waiter in all[thread])
                {
                    if (!waiters.Join(waiter))
                        refused.Add(waiter);
                }
            });

            Assert.Equal(600, told.Count + refused.Count);
            Assert.Empty(told.Intersect(refused));
            Assert.Equal(0, waiters.Count);
        }
    }

    /// <summary>A future that is told completes and leaves; meanwhile other futures take the cells.</summary>
    [Fact]
    public async Task Leave_after_close_clears_no_other_waiter()
    {
        for (var round = 0; round < 2000; round++)
        {
            var waiters = new LoopWaiters();
            var first = Enumerable.Range(0, 200).Select(_ => new Waiter()).ToArray();
            var later = Enumerable.Range(0, 300).Select(_ => new Waiter()).ToArray();
            Array.ForEach(first, waiter => Assert.True(waiters.Join(waiter)));
            var told = new List<ILoopWaiter>();
            var joined = new List<ILoopWaiter>();

            await Threads.Run(2, thread =>
            {
                if (thread == 0)
                {
                    foreach (var waiter in waiters.Close())
                    {
                        told.Add(waiter);
                        waiters.Leave(waiter);
                    }
                }
                else
                {
                    joined.AddRange(later.Where(waiters.Join));
                }
            });

            Assert.True(told.ToHashSet().SetEquals(first.Concat(joined)), $"Round {round}");
        }
    }

    private sealed class Waiter : ILoopWaiter
    {
        private int _slot = LoopWaiters.NoSlot;

        public ref int WaiterSlot => ref _slot;

        public void LoopEnded(LoopTerminatedException cause) => throw new NotSupportedException();
    }
}
