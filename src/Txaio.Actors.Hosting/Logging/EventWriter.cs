using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Loggers;
using AkkaLevel = Akka.Event.LogLevel;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Txaio.Actors.Hosting;

/// <summary>Writes Akka's events to Microsoft.Extensions.Logging. Never throws; for one thread.</summary>
/// <param name="system">Whose events are written.</param>
/// <param name="factory">Where they go.</param>
/// <param name="host">Knows which events came from <paramref name="factory"/>, where they have been written.</param>
internal sealed class EventWriter(ActorSystem system, ILoggerFactory factory, HostEvents? host)
{
    // Txaio.Actors marks critical and trace so; its other levels are Akka's.
    private const string LevelProperty = "TxaioLevel";

    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    private readonly EventFilter _filter = new(system.Settings);
    private bool _told;

    /// <summary>Writes an event, if its level and the filters let it through.</summary>
    /// <param name="e">The event.</param>
    /// <param name="sender">The actor that logged it; no sender, or dead letters, outside of actors.</param>
    public void Write(LogEvent e, IActorRef? sender)
    {
        try
        {
            if (host?.IsFromHost(e) == true)
                return;

            // The factory keeps its loggers by name.
            var logger = factory.CreateLogger(CategoryOf(e));
            if (!logger.IsEnabled(Highest(e.LogLevel())))
                return;
            var properties = e.TryGetProperties(out var all) && all is not null ? all : None;
            var level = LevelOf(e, properties);
            if (!logger.IsEnabled(level) || !_filter.Keeps(e, Report))
                return;
            var state = new EventState(e, properties, (sender ?? system.DeadLetters).Path.ToString());
            logger.Log(level, default, state, e.Cause, static (state, _) => state.ToString());
        }
        catch (Exception error)
        {
            Report(e, error);
        }
    }

    // Loggers that were made by name have Akka's class for such loggers; Akka writes the system behind their name.
    private static string CategoryOf(LogEvent e)
    {
        if (e.LogClass is { } type && type != typeof(DummyClassForStringSources))
            return type.FullName ?? type.Name;
        var source = e.LogSource ?? "";
        return source.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? source[..end] : source;
    }

    private static LogLevel Highest(AkkaLevel level) =>
        level == AkkaLevel.ErrorLevel ? LogLevel.Critical : Plain(level);

    private static LogLevel Plain(AkkaLevel level) => level switch
    {
        AkkaLevel.DebugLevel => LogLevel.Debug,
        AkkaLevel.InfoLevel => LogLevel.Information,
        AkkaLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    private static LogLevel LevelOf(LogEvent e, IReadOnlyDictionary<string, object> properties)
    {
        var level = Plain(e.LogLevel());
        if (level is not (LogLevel.Debug or LogLevel.Error) || !properties.TryGetValue(LevelProperty, out var said))
            return level;
        return (level, said as string) switch
        {
            (LogLevel.Debug, "trace") => LogLevel.Trace,
            (LogLevel.Error, "critical") => LogLevel.Critical,
            _ => level,
        };
    }

    private void Report(LogEvent e, Exception error)
    {
        if (_told)
            return;
        _told = true;
        ErrorOutput.Write(null, $"Txaio.Actors.Hosting: writing an event of {e.LogSource} failed", error);
    }
}
