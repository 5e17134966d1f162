namespace Txaio.Actors.Loops.Running;

/// <summary>The settings of one loop: a section under <c>txaio.loops</c>, read and checked.</summary>
/// <param name="Name">The section's name, which is the loop's.</param>
/// <param name="Dispatcher">The id of the dispatcher that the loop's actor runs on.</param>
/// <param name="CallbacksPerTurn">Callbacks in one turn of the actor; 1 or more.</param>
/// <param name="Capacity">Callbacks that may wait; 0 for no bound.</param>
/// <param name="SlowCallback">
/// A callback that takes longer than this time is slow; <see cref="Timeout.InfiniteTimeSpan"/>: none is slow.
/// </param>
internal sealed record LoopSettings(
    string Name, string Dispatcher, int CallbacksPerTurn, int Capacity, TimeSpan SlowCallback);
