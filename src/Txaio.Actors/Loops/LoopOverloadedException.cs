namespace Txaio.Actors;

/// <summary>As many callbacks wait on a loop as <c>txaio.loops.{name}.capacity</c> allows.</summary>
/// <remarks>Nothing was queued. The call may be tried again once the loop has caught up.</remarks>
public sealed class LoopOverloadedException : InvalidOperationException
{
    /// <summary>Makes an exception that names the loop and its capacity.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="capacity">How many callbacks may wait on it.</param>
    public LoopOverloadedException(string loop, int capacity)
        : base($"Loop '{loop}' is full: {capacity} callbacks wait, and txaio.loops.{loop}.capacity = {capacity} " +
            "allows no more.")
    {
        Loop = loop;
        Capacity = capacity;
    }

    /// <summary>The name of the loop.</summary>
    public string Loop { get; }

    /// <summary>How many callbacks may wait on it.</summary>
    public int Capacity { get; }
}
