using System.Runtime.CompilerServices;
using Akka.Event;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>A logger of an actor system's <see cref="LoggingHub"/>.</summary>
[System.Diagnostics.DebuggerDisplay("{Display,nq}")]
internal sealed class TxaioLogger : ITxaioLogger
{
    private readonly LoggingHub _hub;

    // Publishes events of any level; only its Is...Enabled properties depend on the level at its creation.
    private readonly BusLogging _bus;

    // The adapter with the properties of WithContext. Without properties, _bus.
    private readonly ILoggingAdapter _adapter;
    private readonly (string Name, object? Value)[] _context;
    private ILoggingAdapter? _critical;
    private ILoggingAdapter? _trace;
    private volatile LogLevelCell _level;

    /// <param name="hub">The logger's hub.</param>
    /// <param name="name">The namespace.</param>
    /// <param name="bus">Akka's adapter for that name.</param>
    /// <param name="level">The initial level: the global level, or the level of the original logger.</param>
    /// <param name="context">The properties of all events of the logger.</param>
    public TxaioLogger(
        LoggingHub hub, string name, BusLogging bus, LogLevelCell level, params (string Name, object? Value)[] context)
    {
        _hub = hub;
        _bus = bus;
        _context = context;
        _adapter = bus;
        foreach (var (property, value) in context)
            _adapter = _adapter.WithContext(property, value!);
        _level = level;
        Namespace = name;
    }

    /// <inheritdoc/>
    public string Namespace { get; }

    /// <inheritdoc/>
    public TxaioLogLevel Level => _level.Level;

    private string Display => $"logger '{Namespace}' ({LogLevelNames.Of(Level)})";

    /// <summary>The cell with this logger's level. Threads that change levels write it under the hub's lock.</summary>
    internal LogLevelCell LevelCell
    {
        get => _level;
        set => _level = value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsEnabled(TxaioLogLevel level) => _level.Passes(level);

    /// <inheritdoc/>
    public void SetLogLevel(TxaioLogLevel level, bool keep = true) => _hub.Levels.SetLogLevel(this, level, keep);

    /// <inheritdoc/>
    public ITxaioLogger WithContext(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var property = SafeText.Of(name);
        return new TxaioLogger(
            _hub,
            Namespace,
            _bus,
            _level,
            [.. _context.Where(other => other.Name != property), (property, Renderable.Value(value))]);
    }

    /// <inheritdoc/>
    public void Write(in TxaioLogEntry entry)
    {
        if (Instruments.LogEvents.Enabled)
            _hub.Count(entry.Level);
        try
        {
            if (_hub.HasSink)
                PublishMarked(in entry);
            else
                Publish(in entry);
        }
        catch (Exception e)
        {
            _hub.ReportFailedWrite(e);
        }
    }

    // The sink runs on this thread inside Publish. It reads the mark to recognize an event of txaio's loggers.
    private void PublishMarked(in TxaioLogEntry entry)
    {
        var outer = LogSinkStarter.EnterWrite(LineEnd());
        try
        {
            Publish(in entry);
        }
        finally
        {
            LogSinkStarter.LeaveWrite(outer);
        }
    }

    private string LineEnd() => _context.Length == 0
        ? ""
        : $"[{string.Join(", ", _context.Select(static p => $"{p.Name}={LogValue.TryRender(p.Value, null)}"))}]";

    private void Publish(in TxaioLogEntry entry)
    {
        if (entry.Message is { } complete && ReferenceEquals(_adapter, _bus))
        {
            var cause = Renderable.Cause(entry.Cause);

            // Makes the same events as Akka's adapter, but faster. Nearly all calls take this path.
            switch (entry.Level)
            {
                case TxaioLogLevel.Error:
                    _bus.Bus.Publish(new Error(cause, Namespace, _bus.LogClass, complete));
                    return;
                case TxaioLogLevel.Warn:
                    _bus.Bus.Publish(new Warning(cause, Namespace, _bus.LogClass, complete));
                    return;
                case TxaioLogLevel.Info:
                    _bus.Bus.Publish(new Info(cause, Namespace, _bus.LogClass, complete));
                    return;
                case TxaioLogLevel.Debug:
                    _bus.Bus.Publish(new Debug(cause, Namespace, _bus.LogClass, complete));
                    return;
            }
        }

        if (AkkaLevel(entry.Level) is { } level)
            PublishBound(level, in entry);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PublishBound(LogLevel level, in TxaioLogEntry entry)
    {
        var cause = entry.Cause;
        List<(string Name, object? Value)>? leftOver = null;
        var message = entry.Message ?? _hub.Binder.Bind(in entry, out cause, out leftOver);
        var adapter = leftOver is null && entry.CategoryId is null
            ? Adapter(entry.Level)
            : WithContext(entry.Level, entry.CategoryId, leftOver);
        if (message is string text)
            adapter.Log(level, Renderable.Cause(cause), text);
        else
            adapter.Log(level, Renderable.Cause(cause), (LogMessage)message);
    }

    private static LogLevel? AkkaLevel(TxaioLogLevel level) => level switch
    {
        TxaioLogLevel.Critical or TxaioLogLevel.Error => LogLevel.ErrorLevel,
        TxaioLogLevel.Warn => LogLevel.WarningLevel,
        TxaioLogLevel.Info => LogLevel.InfoLevel,
        TxaioLogLevel.Debug or TxaioLogLevel.Trace => LogLevel.DebugLevel,
        _ => null,
    };

    private ILoggingAdapter Adapter(TxaioLogLevel level) => level switch
    {
        TxaioLogLevel.Critical => _critical ??= WithLevel(_adapter, level),
        TxaioLogLevel.Trace => _trace ??= WithLevel(_adapter, level),
        _ => _adapter,
    };

    // The library's own properties are added last, so that they replace fields of the same name.
    private ILoggingAdapter WithContext(
        TxaioLogLevel level,
        string? category,
        List<(string Name, object? Value)>? fields)
    {
        var adapter = _adapter;
        foreach (var (name, value) in fields ?? [])
            adapter = adapter.WithContext(name, Renderable.Value(value)!);
        if (category is not null)
            adapter = adapter.WithContext(LogProperties.Category, SafeText.Of(category));
        return WithLevel(adapter, level);
    }

    private static ILoggingAdapter WithLevel(ILoggingAdapter adapter, TxaioLogLevel level) => level switch
    {
        TxaioLogLevel.Critical => adapter.WithContext(LogProperties.Level, LogLevelNames.Of(level)),
        TxaioLogLevel.Trace => adapter
            .WithContext(LogProperties.Level, LogLevelNames.Of(level))
            .WithContext(LogProperties.Trace, true),
        _ => adapter,
    };
}
