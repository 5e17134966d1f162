namespace Txaio.Actors.Loops.Delayed;

/// <summary>Where a delayed call is on its way to running.</summary>
internal enum DelayedCallState
{
    /// <summary>New: no thread has looked for the next due time since the call was added.</summary>
    Unsorted,

    /// <summary>In the heap.</summary>
    Sorted,

    /// <summary>Due, and in the run queue.</summary>
    Queued,
}
