namespace Txaio.Actors.Soak;

/// <summary>The ends of a call. Flags, for the ends that a call may have.</summary>
[Flags]
internal enum Ends
{
    /// <summary>Pending.</summary>
    None = 0,

    /// <summary>Its callback ran, or its value came.</summary>
    Done = 1,

    /// <summary>Cancelled, by its handle, its token or its future.</summary>
    Cancelled = 2,

    /// <summary>Its exception was reported, or its failure came.</summary>
    Failed = 4,

    /// <summary>Refused at its start, or ended with its loop, timer or system.</summary>
    Rejected = 8,
}
