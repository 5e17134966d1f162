using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogSinks;

namespace Txaio.Actors.LogCalls;

internal sealed partial class LoggingHub
{
    private const string SinkName = "txaio-log-sink";

    // Whether the event that is being published on this thread is one of ours; read by the sink, which runs inline.
    [ThreadStatic]
    private static bool _writing;

    private volatile LogSink? _sink;

    /// <summary>Lines that could not be written so far; 0 before <c>StartLogging</c>.</summary>
    internal long DroppedLines => _sink?.DroppedLines ?? 0;

    /// <summary>Writes all log events to <paramref name="output"/>, null being standard output.</summary>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void StartLogging(TextWriter? output, string level) =>
        StartLogging(new TextLogOutput(output ?? Console.Out), level);

    /// <summary>Writes all log events to <paramref name="output"/> as UTF-8.</summary>
    /// <exception cref="ArgumentException">There is no level with that name.</exception>
    public void StartLogging(Stream output, string level)
    {
        ArgumentNullException.ThrowIfNull(output);
        StartLogging(new ByteLogOutput(output), level);
    }

    /// <summary>Whether there is a sink, which reads the mark of <see cref="EnterWrite"/>.</summary>
    internal bool HasSink => _sink is not null;

    /// <summary>Marks this thread as publishing an event of ours.</summary>
    /// <returns>The argument of <see cref="LeaveWrite"/>: a sink may itself log.</returns>
    internal static bool EnterWrite()
    {
        var outer = _writing;
        _writing = true;
        return outer;
    }

    /// <summary>Undoes <see cref="EnterWrite"/>.</summary>
    internal static void LeaveWrite(bool outer) => _writing = outer;

    private void StartLogging(ILogOutput output, string level)
    {
        var parsed = LogLevelNames.Parse(level);
        lock (_gate)
        {
            if (_sink is not null)
                return;

            var writer = new LogLineWriter(output, _system.Scheduler, ErrorOutput);
            _sink = new LogSink(_system.Provider, SinkName, writer, Accepts);
            SetGlobal(parsed);
            _sink.Open(StartSinkActor(_sink));
            _system.EventStream.Subscribe(_sink, typeof(LogEvent));
        }
    }

    // Our events have passed their logger's level. Events of others have to pass our global level, except errors, which
    // are always written.
    private bool Accepts(LogEvent e) =>
        _writing || e.LogLevel() switch
        {
            LogLevel.DebugLevel => _global.Passes(TxaioLogLevel.Debug),
            LogLevel.InfoLevel => _global.Passes(TxaioLogLevel.Info),
            LogLevel.WarningLevel => _global.Passes(TxaioLogLevel.Warn),
            _ => true,
        };

    [SuppressMessage("Design", "CA1031", Justification = "The kind of exception depends on how far the end has come.")]
    private IActorRef? StartSinkActor(LogSink sink)
    {
        try
        {
            var props = Props.Create(typeof(LogSinkActor), sink).WithDispatcher(_system.Settings.LoggersDispatcher);
            return GuardedRef.Attach(_system.Provider.SystemGuardian, props, SinkName);
        }
        catch (Exception)
        {
            // The system is ending: the threads that log write the lines.
            return null;
        }
    }
}
