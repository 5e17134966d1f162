namespace Txaio.Actors.Cluster;

/// <summary>As many changes of this node wait to be stored as the timer's <c>waiting</c> allows.</summary>
/// <remarks>Nothing was sent. The change may be tried again once the store has caught up.</remarks>
public sealed class DurableTimerOverloadedException : InvalidOperationException
{
    /// <summary>Makes an exception that names the timer and its bound.</summary>
    /// <param name="timer">The timer's name.</param>
    /// <param name="waiting">How many changes may wait.</param>
    public DurableTimerOverloadedException(string timer, int waiting)
        : base($"Durable timer '{timer}' is full: {waiting} changes of this node wait to be stored, and "
            + $"txaio.cluster.timers.{timer}.waiting = {waiting} allows no more.")
    {
        Timer = timer;
        Waiting = waiting;
    }

    /// <summary>The timer's name.</summary>
    public string Timer { get; }

    /// <summary>How many changes may wait.</summary>
    public int Waiting { get; }
}
