using System.Collections.Concurrent;
using CsCheck;
using Txaio.Actors.Loops.Closing;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The list of dependents, which a loop tells when it closes.</summary>
public sealed class LoopDependentsTests
{
    [Fact]
    public void Close_returns_the_added_dependents_that_were_not_removed() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 599]).Array[0, 1500].Sample(
            steps =>
            {
                var dependents = new LoopDependents();
                var all = Enumerable.Range(0, 600).Select(_ => new Dependent()).ToArray();
                var model = new HashSet<ILoopDependent>();
                foreach (var (adds, index) in steps)
                {
                    if (!adds)
                    {
                        dependents.Remove(all[index]);
                        model.Remove(all[index]);
                    }
                    else if (model.Add(all[index]))
                    {
                        Assert.True(dependents.TryAdd(all[index]));
                    }

                    Assert.Equal(model.Count, dependents.Count);
                }

                var told = dependents.Close();
                Assert.Equal(model.Count, told.Count);
                Assert.True(model.SetEquals(told));
            },
            iter: 200);

    [Fact]
    public void TryAdd_after_close_is_refused_and_a_second_close_returns_no_dependent()
    {
        var dependents = new LoopDependents();
        var dependent = new Dependent();
        dependents.TryAdd(dependent);

        Assert.Same(dependent, Assert.Single(dependents.Close()));
        Assert.Empty(dependents.Close());
        Assert.False(dependents.TryAdd(new Dependent()));
        dependents.Remove(dependent);
        dependents.Remove(new Dependent());
    }

    [Fact]
    public void Reopened_list_counts_and_removes_what_is_added_and_returns_it_once()
    {
        var dependents = new LoopDependents();
        dependents.Close();
        dependents.Reopen();
        var (first, second) = (new Dependent(), new Dependent());
        Assert.True(dependents.TryAdd(first));
        Assert.True(dependents.TryAdd(second));
        Assert.Equal(2, dependents.Count);
        Assert.False(dependents.IsInCell(first));

        dependents.Remove(first);
        dependents.Remove(first);

        Assert.Equal(1, dependents.Count);
        Assert.Same(second, Assert.Single(dependents.Close()));
        Assert.False(dependents.TryAdd(new Dependent()));
    }

    [Fact]
    public async Task TryAdd_and_Remove_on_many_threads_keep_count()
    {
        var dependents = new LoopDependents();
        var stay = new Dependent();
        dependents.TryAdd(stay);

        await Threads.Run(4, _ =>
        {
            var mine = Enumerable.Range(0, 100).Select(_ => new Dependent()).ToArray();
            for (var round = 0; round < 200; round++)
            {
                Assert.All(mine, dependent => Assert.True(dependents.TryAdd(dependent)));
                Array.ForEach(mine, dependents.Remove);
            }
        });

        Assert.Equal(1, dependents.Count);
        Assert.Same(stay, Assert.Single(dependents.Close()));
    }

    /// <summary>
    /// More dependents than cells: threads use cells and the overflow list while another thread closes them.
    /// </summary>
    [Fact]
    public async Task Close_amid_adding_threads_returns_or_refuses_each_dependent()
    {
        for (var round = 0; round < 50; round++)
        {
            var dependents = new LoopDependents();
            var refused = new ConcurrentBag<ILoopDependent>();
            IReadOnlyList<ILoopDependent> told = [];
            var all = Enumerable.Range(0, 3).Select(
                _ => Enumerable.Range(0, 200).Select(_ => new Dependent()).ToArray()).ToArray();

            await Threads.Run(4, thread =>
            {
                if (thread == 3)
                {
                    told = dependents.Close();
                    return;
                }

                foreach (var dependent in all[thread])
                {
                    if (!dependents.TryAdd(dependent))
                        refused.Add(dependent);
                }
            });

            Assert.Equal(600, told.Count + refused.Count);
            Assert.Empty(told.Intersect(refused));
            Assert.Equal(0, dependents.Count);
        }
    }

    /// <summary>
    /// A future that the closing loop tells completes and removes itself. Another future may then have the cell.
    /// </summary>
    [Fact]
    public async Task Remove_after_close_clears_no_other_dependent()
    {
        for (var round = 0; round < 2000; round++)
        {
            var dependents = new LoopDependents();
            var first = Enumerable.Range(0, 200).Select(_ => new Dependent()).ToArray();
            var later = Enumerable.Range(0, 300).Select(_ => new Dependent()).ToArray();
            Array.ForEach(first, dependent => Assert.True(dependents.TryAdd(dependent)));
            var told = new List<ILoopDependent>();
            var added = new List<ILoopDependent>();

            await Threads.Run(2, thread =>
            {
                if (thread == 0)
                {
                    foreach (var dependent in dependents.Close())
                    {
                        told.Add(dependent);
                        dependents.Remove(dependent);
                    }
                }
                else
                {
                    added.AddRange(later.Where(dependents.TryAdd));
                }
            });

            Assert.True(told.ToHashSet().SetEquals(first.Concat(added)), $"Round {round}");
        }
    }

    private sealed class Dependent : ILoopDependent
    {
        private int _slot = LoopDependents.NoSlot;

        public ref int DependentSlot => ref _slot;

        public void LoopEnded(LoopTerminatedException cause) => throw new NotSupportedException();
    }
}
