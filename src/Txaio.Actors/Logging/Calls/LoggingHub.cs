using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// The logging of one actor system: makes loggers, keeps their categories and counts their events.
/// <see cref="LoggerLevels"/> keeps the levels, and <see cref="LogSinkStarter"/> the sink of <c>StartLogging</c>.
/// </summary>
/// <remarks>One per actor system, made with the extension. Every member may be called from any thread.</remarks>
internal sealed class LoggingHub
{
    private readonly KeyValuePair<string, object?>[][] _countTagsByLevel;
    private readonly ExtendedActorSystem _system;

    // Threads that change levels or categories, or start the sink, take this lock. Log calls never take it.
    private readonly Lock _gate = new();
    private readonly LogSinkStarter _sink;

    // Replaced under _gate. Log calls read the field without the lock.
    private volatile Dictionary<string, string> _categories;
    private int _writeFailures;
    private int _countFailures;

    /// <summary>Creates the hub with the configured level and categories.</summary>
    /// <param name="system">The actor system on whose event stream events are published.</param>
    /// <param name="settings">The section <c>txaio.logging</c>.</param>
    public LoggingHub(ActorSystem system, LoggingSettings settings)
    {
        _system = (ExtendedActorSystem)system;
        _categories = new Dictionary<string, string>(settings.Categories);
        _countTagsByLevel = [.. Enum.GetValues<TxaioLogLevel>().Select(level => new[]
        {
            TelemetryTags.Of(TelemetryTags.System, system.Name),
            TelemetryTags.Of(TelemetryTags.LogLevel, LogLevelNames.Of(level)),
        })];
        Binder = new LogBinder(id => _categories.GetValueOrDefault(id), () => _system.Scheduler.Now);
        Levels = new LoggerLevels(_system.EventStream, settings.Level, _gate);
        _sink = new LogSinkStarter(_system, Levels, _gate, settings.Capacity);
    }

    /// <summary>Converts log calls into messages.</summary>
    internal LogBinder Binder { get; }

    /// <summary>The levels of the loggers.</summary>
    internal LoggerLevels Levels { get; }

    /// <summary>The output for errors of the logging code itself; null is standard error. Set by tests.</summary>
    internal TextWriter? ErrorOutput { get; set; }

    /// <summary>Whether there is a sink, which reads the mark of <see cref="LogSinkStarter.EnterWrite"/>.</summary>
    internal bool HasSink => _sink.HasSink;

    /// <summary>The number of lines that could not be written; 0 before <c>StartLogging</c>.</summary>
    internal long DroppedLines => _sink.DroppedLines;

    /// <summary>A logger with the name <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or blank.</exception>
    public ITxaioLogger MakeLogger(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Make(name, new NamedLogClass(SafeText.Of(name)));
    }

    /// <summary>A logger with the name of the class <paramref name="owner"/>.</summary>
    public ITxaioLogger MakeLogger(Type owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Make(CallerName.Of(owner), owner);
    }

    /// <summary>A logger of an actor. Its events have the source and class of Akka's logger of the actor.</summary>
    public ITxaioLogger MakeLogger(IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var source = LogSource.Create(context, _system);
        return Make(source.Source, source.Type);
    }

    /// <summary>A logger with the name of the class whose code makes the call; see <see cref="CallerName"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ITxaioLogger MakeLoggerForCaller() =>
        CallerName.Find() is { } caller ? MakeLogger(caller) : MakeLogger("txaio");

    /// <summary>The level of all loggers without their own level.</summary>
    public TxaioLogLevel GetGlobalLogLevel() => Levels.Global.Level;

    /// <summary>Sets the global level; see <see cref="LoggerLevels.SetGlobalLogLevel"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="level"/> is not a level.</exception>
    public void SetGlobalLogLevel(TxaioLogLevel level) => Levels.SetGlobalLogLevel(level);

    /// <summary>Sets the global level by name.</summary>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void SetGlobalLogLevel(string level) => Levels.SetGlobalLogLevel(LogLevelNames.Parse(level));

    /// <summary>Writes all log events to <paramref name="output"/>; null is standard output.</summary>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void StartLogging(TextWriter? output, string level) =>
        _sink.Start(new TextLogOutput(output ?? Console.Out), level, ErrorOutput);

    /// <summary>Writes all log events to <paramref name="output"/> as UTF-8.</summary>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void StartLogging(Stream output, string level)
    {
        ArgumentNullException.ThrowIfNull(output);
        _sink.Start(new ByteLogOutput(output), level, ErrorOutput);
    }

    /// <summary>
    /// Adds templates by category id, for all loggers at once. A template with a known id replaces the old template.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="categories"/> is null.</exception>
    /// <exception cref="ArgumentException">A template is null; nothing is added.</exception>
    public void AddLogCategories(IReadOnlyDictionary<string, string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        lock (_gate)
        {
            var all = new Dictionary<string, string>(_categories);
            foreach (var (id, template) in categories)
            {
                all[id] = template
                    ?? throw new ArgumentException(
                        $"The template of log category '{id}' must not be null.", nameof(categories));
            }

            _categories = all;
        }
    }

    /// <summary>Counts an event in the metrics. Reports the first exception of a metrics listener.</summary>
    public void Count(TxaioLogLevel level)
    {
        if (level is not (> TxaioLogLevel.None and <= TxaioLogLevel.Trace))
            return;
        try
        {
            Instruments.LogEvents.Add(1, _countTagsByLevel[(int)level]);
        }
        catch (Exception error)
        {
            if (Interlocked.Increment(ref _countFailures) == 1)
                LogErrorOutput.Report(ErrorOutput, "a listener of its metrics failed", error);
        }
    }

    /// <summary>Reports the first event that could not be published, on standard error.</summary>
    public void ReportFailedWrite(Exception error)
    {
        if (Interlocked.Increment(ref _writeFailures) == 1)
            LogErrorOutput.Report(ErrorOutput, "an event could not be published", error);
    }

    /// <summary>Reports an error of the logging code on standard error. Never throws. Any thread.</summary>
    public void ReportProblem(string problem, Exception? error = null) =>
        LogErrorOutput.Report(ErrorOutput, problem, error);

    // The name must be safe in a line, because Akka's console logger writes the source of an event unchanged.
    private TxaioLogger Make(string name, Type owner)
    {
        var safe = SafeText.Of(name);
        return new(
            this, safe, new BusLogging(_system.EventStream, safe, owner, _system.Settings.LogFormatter), Levels.Global);
    }
}
