namespace Txaio.Actors;

/// <summary>
/// Publishes structured events on the Akka event stream (<c>txaio.interfaces.ILogger</c>). The log calls,
/// <c>Info</c>, <c>Error</c> and so on, are extension methods: <see cref="TxaioLoggerExtensions"/>.
/// </summary>
/// <remarks>
/// Made by <c>MakeLogger</c>. Every member may be used from any thread, on loops and in actors, and also while the
/// actor system ends. After that, only a sink of <c>StartLogging</c> gets events.
/// </remarks>
public interface ITxaioLogger
{
    /// <summary>
    /// The name of the logger and the <c>LogSource</c> of its events, by default the full name of a class. Control
    /// characters in it are escaped.
    /// </summary>
    string Namespace { get; }

    /// <summary>
    /// The level up to which this logger publishes: its own, if <see cref="SetLogLevel"/> gave it one, else the
    /// global level of its actor system.
    /// </summary>
    TxaioLogLevel Level { get; }

    /// <summary>Whether an event of <paramref name="level"/> is published. Costs one comparison.</summary>
    /// <param name="level">The level of the event.</param>
    /// <returns>True if so; always false for <see cref="TxaioLogLevel.None"/>.</returns>
    bool IsEnabled(TxaioLogLevel level);

    /// <summary>Gives this logger a level of its own, at once (txaio's <c>set_log_level</c> of a logger).</summary>
    /// <param name="level">The new level; <see cref="TxaioLogLevel.None"/> silences the logger.</param>
    /// <param name="keep">
    /// True, the default: later changes of the global level leave this logger alone. False: the next change of the
    /// global level applies to it again.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="level"/> is no level.</exception>
    void SetLogLevel(TxaioLogLevel level, bool keep = true);

    /// <summary>
    /// Publishes an event whatever the logger's level is. Every log call ends here, after <see cref="IsEnabled"/> has
    /// returned true.
    /// </summary>
    /// <remarks>
    /// The method to implement in a logger that records or decorates. Never throws: an event that cannot be
    /// published is reported on standard error, once.
    /// </remarks>
    /// <param name="entry">The event; one of level <see cref="TxaioLogLevel.None"/> is not published.</param>
    void Write(in TxaioLogEntry entry);
}
