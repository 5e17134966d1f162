namespace Txaio.Actors.TestKit.Ending;

/// <summary>What is done about calls that are still scheduled when the system ends.</summary>
internal enum PendingAtEndMode
{
    /// <summary>They are logged at warn.</summary>
    Log,

    /// <summary><see cref="VirtualTime.Dispose"/> throws.</summary>
    Throw,

    /// <summary>Nothing.</summary>
    Off,
}
