using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Loggers;
using AkkaLevel = Akka.Event.LogLevel;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Txaio.Actors.Hosting;

/// <summary>Writes Akka's events to Microsoft.Extensions.Logging. Never throws. For one thread at a time.</summary>
/// <param name="system">The actor system that publishes the events.</param>
/// <param name="factory">Receives the events.</param>
/// <param name="host">
/// Tells which events came from <paramref name="factory"/>, whose providers have written them.
/// </param>
internal sealed class EventWriter(ActorSystem system, ILoggerFactory factory, HostEvents? host)
{
    // Txaio.Actors sets this property on critical and trace events. Its other levels exist in Akka.
    private const string LevelProperty = "TxaioLevel";

    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    private readonly EventFilter _filter = new(system.Settings);
    private bool _told;

    /// <summary>Writes an event, if its level and the filters let it through.</summary>
    /// <param name="e">The event.</param>
    /// <param name="sender">
    /// The actor that logged the event; null or dead letters if code outside of actors did.
    /// </param>
    public void Write(LogEvent e, IActorRef? sender)
    {
        try
        {
            if (host?.IsFromHost(e) == true)
                return;

            // Not cached here: the factory caches loggers by name.
            var logger = factory.CreateLogger(CategoryOf(e));
            if (!logger.IsEnabled(Highest(e.LogLevel())))
                return;
            var properties = e.TryGetProperties(out var all) && all is not null ? all : None;
            var level = LevelOf(e, properties);
            if (!logger.IsEnabled(level) || !_filter.Keeps(e, Report))
                return;
            var state = new EventState(e, properties, (sender ?? system.DeadLetters).Path.ToString());
            logger.Log(level, default, state, SafeCause.Of(e.Cause), static (state, _) => state.ToString());
        }
        catch (Exception error)
        {
            Report(e, error);
        }
    }

    // A logger made by name has DummyClassForStringSources as its class, and a source such as "name (system)".
    private static string CategoryOf(LogEvent e)
    {
        if (e.LogClass is { } type && type != typeof(DummyClassForStringSources))
            return SafeText.Of(type.FullName ?? type.Name);
        var source = SafeText.Of(e.LogSource ?? "");
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
