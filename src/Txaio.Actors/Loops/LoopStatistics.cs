namespace Txaio.Actors;

/// <summary>What a loop has done and how it keeps up, at one moment.</summary>
/// <param name="Pending">Callbacks that wait in the run queue, and those of the running turn.</param>
/// <param name="Executed">Callbacks that have run since the loop started, as of the last finished turn.</param>
/// <param name="Refused">Calls that were refused because the loop was at its capacity.</param>
/// <param name="Scheduled">Calls of <c>CallLater</c> and of the loop's time provider that are not due yet.</param>
/// <param name="Lag">How long the last turn waited between being asked for and beginning.</param>
/// <param name="LongestCallback">
/// The longest time the loop was held without a break in the measurement. Callbacks are measured in groups of up
/// to 16, since a timestamp costs more than a short callback; one by one for a while after a slow group.
/// </param>
public readonly record struct LoopStatistics(
    long Pending, long Executed, long Refused, long Scheduled, TimeSpan Lag, TimeSpan LongestCallback)
{
    /// <summary>
    /// Places of the capacity that are taken: callbacks that wait, and pending promises that actors of this node asked for
    /// by message. Zero without a capacity.
    /// </summary>
    public int Taken { get; init; }

    /// <summary><c>txaio.loops.{name}.capacity</c>: at so many places taken, new work is refused. 0: no bound.</summary>
    public int Capacity { get; init; }

    /// <summary>Whether new work is refused now, because all places are taken.</summary>
    public bool IsFull => Capacity > 0 && Taken >= Capacity;
}
