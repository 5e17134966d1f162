using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loggers;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>Starts the sink of <c>StartLogging</c>, once for an actor system, and selects the sink's events.</summary>
/// <param name="system">The actor system whose events are written.</param>
/// <param name="levels">The levels of the actor system's loggers.</param>
/// <param name="gate">The lock of the hub, so that one thread at a time starts the sink.</param>
/// <param name="capacity">The most events that may wait for the sink; 0: no bound.</param>
internal sealed class LogSinkStarter(ExtendedActorSystem system, LoggerLevels levels, Lock gate, int capacity)
{
    private const string SinkName = "txaio-log-sink";

    // The end of the line of the event that this thread publishes: the properties of the event's logger, or an empty
    // text. Null if the thread publishes no event of txaio's loggers. The sink runs on this thread and reads the field.
    [ThreadStatic]
    private static string? _writing;

    private volatile LogSink? _sink;

    /// <summary>Whether the sink has started. The sink reads the mark of <see cref="EnterWrite"/>.</summary>
    public bool HasSink => _sink is not null;

    /// <summary>The number of lines that could not be written; 0 before <see cref="Start"/>.</summary>
    public long DroppedLines => _sink?.DroppedLines ?? 0;

    /// <summary>Marks this thread as publishing an event of txaio's loggers.</summary>
    /// <param name="lineEnd">The end of the event's line.</param>
    /// <returns>The argument of <see cref="LeaveWrite"/>, because a sink may itself log.</returns>
    public static string? EnterWrite(string lineEnd)
    {
        var outer = _writing;
        _writing = lineEnd;
        return outer;
    }

    /// <summary>Undoes <see cref="EnterWrite"/>.</summary>
    public static void LeaveWrite(string? outer) => _writing = outer;

    /// <summary>Sets the global level and starts the sink. Does nothing if a sink has started.</summary>
    /// <param name="output">The output of all log events.</param>
    /// <param name="level">The name of the global level.</param>
    /// <param name="errors">
    /// The output for a report that <paramref name="output"/> failed. Null: standard error.
    /// </param>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void Start(ILogOutput output, string level, TextWriter? errors)
    {
        var parsed = LogLevelNames.Parse(level);
        lock (gate)
        {
            if (_sink is not null)
                return;

            var writer = new LogLineWriter(output, system.Scheduler, errors);
            _sink = new LogSink(system.Provider, SinkName, writer, Accepts, static () => _writing, Bound(errors));
            levels.SetGlobalLogLevel(parsed);
            _sink.Open(StartSinkActor(_sink));
            system.EventStream.Subscribe(_sink, typeof(LogEvent));
        }
    }

    private LogBound? Bound(TextWriter? errors) => capacity == 0
        ? null
        : new LogBound(
            system, "StartLogging", "txaio.logging.capacity", capacity, Instruments.LogDropped,
            (problem, error) => LogErrorOutput.Report(errors, problem, error));

    // An event of txaio's loggers has passed its logger's level. Other events must pass the global level, except
    // errors, which are always written.
    private bool Accepts(LogEvent e) =>
        _writing is not null || e.LogLevel() switch
        {
            LogLevel.DebugLevel => levels.Global.Passes(TxaioLogLevel.Debug),
            LogLevel.InfoLevel => levels.Global.Passes(TxaioLogLevel.Info),
            LogLevel.WarningLevel => levels.Global.Passes(TxaioLogLevel.Warn),
            _ => true,
        };

    [SuppressMessage("Design", "CA1031", Justification = "The kind of exception depends on how far the end has come.")]
    private IActorRef? StartSinkActor(LogSink sink)
    {
        try
        {
            var props = Props.Create(typeof(LogSinkActor), sink).WithDispatcher(system.Settings.LoggersDispatcher);
            return GuardedRef.Attach(system.Provider.SystemGuardian, props, SinkName);
        }
        catch (Exception)
        {
            // The system is ending: the threads that log write the lines.
            return null;
        }
    }
}
