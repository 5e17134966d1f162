using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// All logging of one actor system: loggers, levels, categories, and the sink of <c>StartLogging</c>.
/// </summary>
/// <remarks>One per actor system, made with its extension. Every member may be called from any thread.</remarks>
internal sealed partial class LoggingHub
{
    // By level, made once.
    private readonly KeyValuePair<string, object?>[][] _countTags;
    private readonly ExtendedActorSystem _system;

    // Taken by the threads that change levels or categories or start the sink; log calls never take it.
    private readonly Lock _gate = new();
    private volatile Dictionary<string, string> _categories;
    private int _writeFailures;
    private int _countFailures;

    /// <summary>Starts with the configured level and categories.</summary>
    /// <param name="system">The actor system on whose event stream events are published.</param>
    /// <param name="settings">The section <c>txaio.logging</c>.</param>
    public LoggingHub(ActorSystem system, LoggingSettings settings)
    {
        _system = (ExtendedActorSystem)system;
        _categories = new Dictionary<string, string>(settings.Categories);
        _countTags = [.. Enum.GetValues<TxaioLogLevel>().Select(level => new[]
        {
            TelemetryTags.Of(TelemetryTags.System, system.Name),
            TelemetryTags.Of(TelemetryTags.LogLevel, LogLevelNames.Of(level)),
        })];
        Binder = new LogBinder(id => _categories.GetValueOrDefault(id), () => _system.Scheduler.Now);
        _global = new LogLevelCell(LogLevelNames.Checked(settings.Level));
        OpenOrCloseBus();
    }

    /// <summary>Turns log calls into messages.</summary>
    internal LogBinder Binder { get; }

    /// <summary>Where problems of the log itself are reported; null is standard error. For tests.</summary>
    internal TextWriter? ErrorOutput { get; set; }

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

    /// <summary>A logger with the name of the class whose code makes the call; see <see cref="CallerName"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ITxaioLogger MakeLoggerForCaller() =>
        CallerName.Find() is { } caller ? MakeLogger(caller) : MakeLogger("txaio");

    /// <summary>Adds templates by category id, for all loggers at once; one with a known id replaces the old.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="categories"/> is null.</exception>
    /// <exception cref="ArgumentException">A template is null; nothing is added.</exception>
    public void AddLogCategories(IReadOnlyDictionary<string, string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        lock (_gate)
        {
            var all = new Dictionary<string, string>(_categories);
            foreach (var (id, template) in categories)
                all[id] = template ?? throw new ArgumentException($"The template of log category '{id}' is null.");
            _categories = all;
        }
    }

    /// <summary>Counts an event for listeners to the metrics. Reports the first exception of a listener.</summary>
    public void Count(TxaioLogLevel level)
    {
        if (level is not (> TxaioLogLevel.None and <= TxaioLogLevel.Trace))
            return;
        try
        {
            Instruments.LogEvents.Add(1, _countTags[(int)level]);
        }
        catch (Exception error)
        {
            if (Interlocked.Increment(ref _countFailures) == 1)
                LogErrorOutput.Report(ErrorOutput, "a listener of its metrics failed", error);
        }
    }

    /// <summary>Reports once, on standard error, that an event could not be published.</summary>
    public void ReportFailedWrite(Exception error)
    {
        if (Interlocked.Increment(ref _writeFailures) == 1)
            LogErrorOutput.Report(ErrorOutput, "an event could not be published", error);
    }

    /// <summary>Reports a problem of the log on standard error. Never throws, any thread.</summary>
    public void ReportProblem(string problem, Exception? error = null) =>
        LogErrorOutput.Report(ErrorOutput, problem, error);

    // Akka's console writes the source of an event as it is, so the name has to be safe.
    private TxaioLogger Make(string name, Type owner)
    {
        var safe = SafeText.Of(name);
        return new(
            this, safe, new BusLogging(_system.EventStream, safe, owner, _system.Settings.LogFormatter), _global);
    }
}
