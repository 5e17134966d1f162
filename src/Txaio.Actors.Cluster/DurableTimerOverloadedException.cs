namespace Txaio.Actors.Cluster;

/// <summary>
/// As many changes, or questions, of this node wait for their replies as the timer's <c>waiting</c> allows.
/// </summary>
/// <remarks>Nothing was sent. The request may be tried again once the store has caught up.</remarks>
public sealed class DurableTimerOverloadedException : InvalidOperationException
{
    /// <summary>Makes an exception that names the timer and its bound.</summary>
    /// <param name="timer">The timer's name.</param>
    /// <param name="waiting">How many changes, and as many questions, may wait.</param>
    public DurableTimerOverloadedException(string timer, int waiting)
        : base($"Durable timer '{timer}' is full: {waiting} changes or questions of this node wait for their "
            + $"replies, and txaio.cluster.timers.{timer}.waiting = {waiting} allows no more.")
    {
        Timer = timer;
        Waiting = waiting;
    }

    /// <summary>The timer's name.</summary>
    public string Timer { get; }

    /// <summary>How many changes, and as many questions, may wait.</summary>
    public int Waiting { get; }
}
