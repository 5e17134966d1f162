namespace Txaio.Actors;

/// <summary>A loop, or the actor system it belongs to, has ended or is about to.</summary>
/// <remarks>
/// Members that would queue new work on a closed loop throw it. A future that code still waits for when its loop
/// closes fails with it. Never reported as unobserved.
/// </remarks>
public sealed class LoopTerminatedException : InvalidOperationException
{
    /// <summary>Names the loop in a message of its own.</summary>
    /// <param name="loop">The name of the loop.</param>
    public LoopTerminatedException(string loop)
        : this(loop, $"Loop '{loop}' has ended: it takes no new work.")
    {
    }

    /// <summary>Names the loop and says what could not be done.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="message">What could not be done.</param>
    public LoopTerminatedException(string loop, string message)
        : base(message) => Loop = loop;

    /// <summary>Says what could not be done, with what made it so.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="message">What could not be done.</param>
    /// <param name="innerException">What made it so.</param>
    public LoopTerminatedException(string loop, string message, Exception? innerException)
        : base(message, innerException) => Loop = loop;

    /// <summary>The name of the loop that has ended.</summary>
    public string Loop { get; }
}
