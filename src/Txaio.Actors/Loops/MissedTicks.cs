namespace Txaio.Actors;

/// <summary>How a repeated call treats ticks that were due while the callback could not run.</summary>
public enum MissedTicks
{
    /// <summary>
    /// Missed ticks are skipped; the next run is at the next tick. A callback can get the number of ticks since its
    /// previous run.
    /// </summary>
    Skip,

    /// <summary>Each missed tick has its own run. The runs follow each other until the call has caught up.</summary>
    CatchUp,
}
