namespace Txaio.Actors;

/// <summary>
/// The level of an event, or the least severe level that a logger publishes. The most severe level comes first
/// (<c>txaio.interfaces.log_levels</c>).
/// </summary>
public enum TxaioLogLevel
{
    /// <summary>A logger with this level publishes nothing. No event has this level.</summary>
    None,

    /// <summary>
    /// The program cannot continue. Published as an Akka <c>Error</c> with <c>TxaioLevel = critical</c>.
    /// </summary>
    Critical,

    /// <summary>An operation failed. Published as an Akka <c>Error</c>.</summary>
    Error,

    /// <summary>A problem without a failure. Published as an Akka <c>Warning</c>.</summary>
    Warn,

    /// <summary>
    /// Progress of the program, for its operator. The default level. Published as an Akka <c>Info</c>.
    /// </summary>
    Info,

    /// <summary>Details for the developer. Published as an Akka <c>Debug</c>.</summary>
    Debug,

    /// <summary>Each step of the program. Published as an Akka <c>Debug</c> with <c>txaio_trace = true</c>.</summary>
    Trace,
}
