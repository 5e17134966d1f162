namespace Txaio.Actors;

/// <summary>What a repeated call does about ticks that were due while it could not run.</summary>
public enum MissedTicks
{
    /// <summary>They are left out; the next run is at the next tick. A callback can be given their number.</summary>
    Skip,

    /// <summary>Each has its own run, one after the other, until the call has caught up.</summary>
    CatchUp,
}
