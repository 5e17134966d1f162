namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// The fate of calls whose due time passed while no node ran: <c>txaio.cluster.timers.{name}.missed</c>. Not from
/// txaio.
/// </summary>
public enum MissedDurableCalls
{
    /// <summary>They are delivered late.</summary>
    Fire,

    /// <summary>
    /// They are removed: those that are late by more than the timer's bucket when their stripe starts.
    /// </summary>
    Drop,
}
