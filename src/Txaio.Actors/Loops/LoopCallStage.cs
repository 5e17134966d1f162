namespace Txaio.Actors;

/// <summary>How far a delayed call has got.</summary>
internal enum LoopCallStage
{
    /// <summary>New: nobody has looked for the next due time since.</summary>
    Unsorted,

    /// <summary>In the heap.</summary>
    Sorted,

    /// <summary>Due, and in the run queue.</summary>
    Queued,
}
