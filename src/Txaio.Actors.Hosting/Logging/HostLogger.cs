using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Loggers;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Txaio.Actors.Hosting;

/// <summary>A logger of Microsoft.Extensions.Logging that publishes in the actor system. For any thread.</summary>
internal sealed class HostLogger : ILogger
{
    private readonly HostEvents _events;
    private readonly Func<IExternalScopeProvider?> _scopes;

    // Made after the actor system has started. Two threads may make equal loggers; either is kept.
    private ITxaioLogger? _logger;

    /// <param name="category">The category, which is the source of the events.</param>
    /// <param name="events">Publishes the events.</param>
    /// <param name="scopes">Returns the scopes of the log call.</param>
    public HostLogger(string category, HostEvents events, Func<IExternalScopeProvider?> scopes)
    {
        _events = events;
        _scopes = scopes;

        // A new string: its reference tells the events of this logger from other events of an equal source. Made safe
        // here, so that MakeLogger keeps this very string.
        Source = SafeText.Of(
            new string(string.IsNullOrWhiteSpace(category) ? "Microsoft.Extensions.Logging" : category.AsSpan()));
    }

    /// <summary>The source of this logger's events, compared by reference.</summary>
    public string Source { get; }

    private ITxaioLogger? Logger => _logger ??= _events.Txaio?.MakeLogger(Source);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _scopes()?.Push(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) =>
        LevelOf(logLevel) is var level and not TxaioLogLevel.None && Logger?.IsEnabled(level) != false;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && !IsInLoggerActor())
            _events.Publish(this, HostEntry.Of(LevelOf(logLevel), eventId, state, exception, formatter, _scopes()));
    }

    /// <summary>Publishes an event if its level is enabled in the actor system.</summary>
    public void Write(in TxaioLogEntry entry)
    {
        if (Logger is { } logger && logger.IsEnabled(entry.Level))
            logger.Write(in entry);
    }

    private static TxaioLogLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => TxaioLogLevel.Trace,
        LogLevel.Debug => TxaioLogLevel.Debug,
        LogLevel.Information => TxaioLogLevel.Info,
        LogLevel.Warning => TxaioLogLevel.Warn,
        LogLevel.Error => TxaioLogLevel.Error,
        LogLevel.Critical => TxaioLogLevel.Critical,
        _ => TxaioLogLevel.None,
    };

    // Logger actors write events of the actor system to the host. Publishing these again would be an endless loop.
    private static bool IsInLoggerActor() =>
        InternalCurrentActorCellKeeper.Current is { Props.Type: var type }
        && typeof(IRequiresMessageQueue<ILoggerMessageQueueSemantics>).IsAssignableFrom(type);
}
