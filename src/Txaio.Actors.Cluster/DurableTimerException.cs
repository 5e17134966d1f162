namespace Txaio.Actors.Cluster;

/// <summary>
/// A durable timer could not store or read calls. After a failed change the call may be stored all the same; the same
/// change may be tried again.
/// </summary>
public sealed class DurableTimerException : Exception
{
    /// <summary>Makes an exception that names the timer.</summary>
    /// <param name="timer">The timer's name.</param>
    /// <param name="message">One line.</param>
    /// <param name="cause">The cause; null for none.</param>
    public DurableTimerException(string timer, string message, Exception? cause = null)
        : base(message, cause) => Timer = timer;

    /// <summary>The timer's name.</summary>
    public string Timer { get; }
}
