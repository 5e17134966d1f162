using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>What a loop counts, and what it tells at its end.</summary>
public sealed class LoopTests
{
    private const int Cells = 256;

    [Fact]
    public void Capacity_is_never_exceeded_and_never_refuses_with_room() => Schedules.Explore(static () =>
    {
        var capacity = new LoopCapacity("loop", 2);
        var held = 0;
        Schedules.Run(Use, Use);
        Schedules.Check(capacity.Reserved == 0, $"{capacity.Reserved} are reserved at the end");
        Schedules.Check(capacity.Refused == 0, $"{capacity.Refused} were refused with room for all");
        Schedules.Run(Use, Use, Use);
        Schedules.Check(capacity.Reserved == 0, $"{capacity.Reserved} are reserved at the end");

        void Use()
        {
            for (var i = 0; i < 2; i++)
            {
                try
                {
                    capacity.Reserve();
                }
                catch (LoopOverloadedException)
                {
                    continue;
                }

                Schedules.Check(Interlocked.Increment(ref held) <= 2, "more than the capacity is reserved");
                Interlocked.Decrement(ref held);
                capacity.Release();
            }
        }
    });

    [Fact]
    public void Closed_loop_is_never_open_again() => Schedules.Explore(static () =>
    {
        var state = default(LoopState);
        Schedules.Run(
            () => state.StartClosing(),
            () => state.Reopen(),
            () =>
            {
                state.Close();
                Schedules.Check(state is { IsClosed: true, IsOpen: false }, "the closed loop was open again");
            });
        Schedules.Check(state is { IsClosed: true, IsOpen: false }, "the loop is not closed at the end");
    });

    [Fact]
    public void Dependent_is_told_of_the_end_exactly_when_it_was_added() => Schedules.Explore(static () =>
    {
        var dependents = new LoopDependents();
        var all = new[] { new Dependent(), new Dependent(), new Dependent() };
        IReadOnlyList<ILoopDependent> told = [];
        Schedules.Run(() => Add(all[0]), () => Add(all[1]), () => Add(all[2]), () => told = dependents.Close());
        foreach (var dependent in all)
        {
            var times = told.Count(dependent.Equals);
            Schedules.Check(times == (dependent.IsAdded ? 1 : 0), $"told {times} times, added: {dependent.IsAdded}");
        }

        void Add(Dependent dependent) => dependent.IsAdded = dependents.TryAdd(dependent);
    });

    [Fact]
    public void Dependent_without_a_free_cell_is_told_exactly_when_it_was_added() => Schedules.Explore(static () =>
    {
        var dependents = new LoopDependents();
        Schedules.Prepare(() =>
        {
            for (var i = 0; i < Cells; i++)
                dependents.TryAdd(new Dependent());
        });
        Dependent one = new(), other = new();
        IReadOnlyList<ILoopDependent> told = [];
        Schedules.Run(
            () => one.IsAdded = dependents.TryAdd(one),
            () =>
            {
                other.IsAdded = dependents.TryAdd(other);
                if (other.IsAdded)
                    dependents.Remove(other);
            },
            () => told = dependents.Close());
        Schedules.Check(told.Count(one.Equals) == (one.IsAdded ? 1 : 0), "the dependent was added and not told");
        Schedules.Check(told.Count(other.Equals) <= 1, "the removed dependent was told twice");
    });

    [Fact]
    public void Cell_that_a_dependent_leaves_keeps_its_next_dependent() => Schedules.Explore(static () =>
    {
        var dependents = new LoopDependents();
        Dependent first = new(), second = new();
        dependents.TryAdd(first);
        Schedules.Run(
            () => dependents.Remove(first),
            () => dependents.Remove(first),
            () => dependents.TryAdd(second));
        var told = dependents.Close();
        Schedules.Check(told.Count == 1 && second.Equals(told[0]), $"{told.Count} were told");
    });

    [Fact]
    public void Dependents_of_a_reopened_loop_are_told_by_its_second_end() => Schedules.Explore(static () =>
    {
        var dependents = new LoopDependents();
        Dependent early = new(), late = new();
        List<ILoopDependent> told = [];
        Schedules.Run(
            () => early.IsAdded = dependents.TryAdd(early),
            () => late.IsAdded = dependents.TryAdd(late),
            () =>
            {
                told.AddRange(dependents.Close());
                dependents.Reopen();
            });
        told.AddRange(dependents.Close());
        foreach (var dependent in new[] { early, late })
        {
            var times = told.Count(dependent.Equals);
            Schedules.Check(times == (dependent.IsAdded ? 1 : 0), $"told {times} times, added: {dependent.IsAdded}");
        }
    });

    private sealed class Dependent : ILoopDependent
    {
        private int _slot = LoopDependents.NoSlot;

        public bool IsAdded { get; set; }

        public ref int DependentSlot => ref _slot;

        public void LoopEnded(LoopTerminatedException cause)
        {
        }
    }
}
