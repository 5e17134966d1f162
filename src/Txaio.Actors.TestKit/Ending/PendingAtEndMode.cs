namespace Txaio.Actors.TestKit.Ending;

/// <summary>The report on calls that are still scheduled when the system ends.</summary>
internal enum PendingAtEndMode
{
    /// <summary>A warning lists the calls.</summary>
    Log,

    /// <summary><see cref="VirtualTime.Dispose"/> throws.</summary>
    Throw,

    /// <summary>No report.</summary>
    Off,
}
