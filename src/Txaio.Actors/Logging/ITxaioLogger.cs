using Txaio.Actors.LogCalls;

namespace Txaio.Actors;

/// <summary>
/// Publishes structured events on the Akka event stream (<c>txaio.interfaces.ILogger</c>). The log calls,
/// <c>Info</c>, <c>Error</c> and so on, are extension methods: <see cref="TxaioLoggerExtensions"/>.
/// </summary>
/// <remarks>
/// <c>MakeLogger</c> makes loggers. Every member may be used from any thread, on loops and in actors, and also while
/// the actor system ends. After the end only a sink of <c>StartLogging</c> gets events.
/// </remarks>
public interface ITxaioLogger
{
    /// <summary>
    /// The name of the logger and the <c>LogSource</c> of its events, by default the full name of a class. Control
    /// characters in it are escaped.
    /// </summary>
    string Namespace { get; }

    /// <summary>
    /// The least severe level that this logger publishes: the level set with <see cref="SetLogLevel"/>, else the global
    /// level of its actor system.
    /// </summary>
    TxaioLogLevel Level { get; }

    /// <summary>Whether an event of <paramref name="level"/> is published. Costs one comparison.</summary>
    /// <param name="level">The level of the event.</param>
    /// <returns>True if it is published; always false for <see cref="TxaioLogLevel.None"/>.</returns>
    bool IsEnabled(TxaioLogLevel level);

    /// <summary>Gives this logger a level of its own, at once (txaio's <c>set_log_level</c> of a logger).</summary>
    /// <param name="level">The new level; <see cref="TxaioLogLevel.None"/> silences the logger.</param>
    /// <param name="keep">
    /// True, the default: later changes of the global level do not change this logger's level. False: the next change
    /// of the global level applies to this logger again.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="level"/> is not a level.</exception>
    void SetLogLevel(TxaioLogLevel level, bool keep = true);

    /// <summary>
    /// Makes a logger like this logger that adds a property to each of its events, as <c>WithContext</c> of Akka's
    /// adapters does. This logger does not change.
    /// </summary>
    /// <remarks>
    /// The new logger begins with the level of this logger. <see cref="SetLogLevel"/> of one logger does not change the
    /// other. A field of a log call replaces a property of the same name. Not from txaio.
    /// </remarks>
    /// <param name="name">The property's name. A later property of the same name replaces the earlier property.</param>
    /// <param name="value">The property's value. Sinks may render the value on other threads.</param>
    /// <returns>The new logger.</returns>
    /// <exception cref="ArgumentException">The name is null, empty or blank.</exception>
    ITxaioLogger WithContext(string name, object? value) => new ContextLogger(this, name, value);

    /// <summary>
    /// Publishes an event without a check of the logger's level. Every log call calls this after
    /// <see cref="IsEnabled"/> has returned true.
    /// </summary>
    /// <remarks>
    /// Loggers that record or decorate implement this method. It never throws: the first event that cannot be published
    /// is reported on standard error.
    /// </remarks>
    /// <param name="entry">The event. It is not published if its level is <see cref="TxaioLogLevel.None"/>.</param>
    void Write(in TxaioLogEntry entry);
}
