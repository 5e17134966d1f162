namespace Txaio.Actors;

/// <summary>A loop, or the actor system it belongs to, has ended or is ending.</summary>
/// <remarks>
/// Members that would queue new work on a closed loop throw this exception. Futures that code waits for fail with it
/// when their loop closes. Such failures are never reported as unobserved.
/// </remarks>
public sealed class LoopTerminatedException : InvalidOperationException
{
    /// <summary>Makes an exception with a message that names the loop.</summary>
    /// <param name="loop">The name of the loop.</param>
    public LoopTerminatedException(string loop)
        : this(loop, $"Loop '{loop}' has ended: it takes no new work.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="message">The message, which says what could not be done.</param>
    public LoopTerminatedException(string loop, string message)
        : base(message) => Loop = loop;

    /// <summary>Makes an exception with a message and the exception that caused it.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="message">The message, which says what could not be done.</param>
    /// <param name="innerException">The exception that caused it.</param>
    public LoopTerminatedException(string loop, string message, Exception? innerException)
        : base(message, innerException) => Loop = loop;

    /// <summary>The name of the loop that has ended.</summary>
    public string Loop { get; }
}
