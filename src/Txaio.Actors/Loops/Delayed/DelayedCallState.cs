namespace Txaio.Actors.Loops.Delayed;

/// <summary>The state of a delayed call that holds a slot.</summary>
internal enum DelayedCallState
{
    /// <summary>Not in the heap: no thread has looked for the next due time since the call was added.</summary>
    Unsorted,

    /// <summary>In the heap.</summary>
    Sorted,

    /// <summary>Due, and in the run queue.</summary>
    Queued,
}
