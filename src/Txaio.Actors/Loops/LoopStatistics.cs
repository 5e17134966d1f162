namespace Txaio.Actors;

/// <summary>The counters of a loop.</summary>
/// <param name="Pending">Callbacks that wait in the run queue, including those of the running turn.</param>
/// <param name="Executed">Callbacks that have run since the loop started, as of the last finished turn.</param>
/// <param name="Refused">Calls that were refused because the loop was at its capacity.</param>
/// <param name="Scheduled">Calls of <c>CallLater</c> and of the loop's time provider that are not due yet.</param>
/// <param name="Lag">The time between the request for the last turn and its start.</param>
/// <param name="LongestCallback">
/// The longest time that a group of callbacks took. Callbacks are timed in groups of up to 16, because reading the
/// clock for each would cost more than a short callback. For a while after a slow group, they are timed one by one.
/// </param>
public readonly record struct LoopStatistics(
    long Pending, long Executed, long Refused, long Scheduled, TimeSpan Lag, TimeSpan LongestCallback)
{
    /// <summary>
    /// How much of the capacity is in use: callbacks that wait, and pending promises that actors of this node asked for
    /// by message. Zero without a capacity.
    /// </summary>
    public int Taken { get; init; }

    /// <summary>
    /// <c>txaio.loops.{name}.capacity</c>: once this much is in use, the loop refuses new work. 0: no bound.
    /// </summary>
    public int Capacity { get; init; }

    /// <summary>Whether the loop refuses new work now, because its whole capacity is in use.</summary>
    public bool IsFull => Capacity > 0 && Taken >= Capacity;
}
