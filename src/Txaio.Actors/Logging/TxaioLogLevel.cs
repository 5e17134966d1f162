namespace Txaio.Actors;

/// <summary>
/// The level of an event, or the level up to which a logger publishes; the most severe first
/// (<c>txaio.interfaces.log_levels</c>).
/// </summary>
public enum TxaioLogLevel
{
    /// <summary>As a logger's level: nothing is published. No event has it.</summary>
    None,

    /// <summary>The program cannot go on. An Akka <c>Error</c> with <c>TxaioLevel = critical</c>.</summary>
    Critical,

    /// <summary>Something failed. Published as an Akka <c>Error</c>.</summary>
    Error,

    /// <summary>Something is not as it should be. Published as an Akka <c>Warning</c>.</summary>
    Warn,

    /// <summary>The course of the program, for its operator; the default level.</summary>
    Info,

    /// <summary>Details for its developer. Published as an Akka <c>Debug</c>.</summary>
    Debug,

    /// <summary>Every step. Published as an Akka <c>Debug</c> with <c>txaio_trace = true</c>.</summary>
    Trace,
}
