namespace Txaio.Actors;

/// <summary>
/// The scheduler that measures the library's own due times; <c>txaio.scheduler</c>. In virtual time, and with any other
/// scheduler that does not follow the machine's clock, it is the actor system's. Not from txaio.
/// </summary>
public enum TxaioScheduler
{
    /// <summary>
    /// The actor system's own, if that is a <see cref="SleepingScheduler"/>; else a sleeping scheduler of the library,
    /// with one thread, which ends with the actor system. The default.
    /// </summary>
    Sleeping,

    /// <summary>The actor system's own, whatever it is; Akka's default wakes a hundred times a second.</summary>
    Akka,
}
