using Akka.Event;
using Serilog.Events;
using LogEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog;

/// <summary>Converts the level of an event to Serilog's level.</summary>
internal static class EventLevel
{
    // Txaio.Actors sets this property on critical and trace events. Its other levels exist in Akka.
    private const string Property = "TxaioLevel";

    /// <summary>The highest level that the event can have, without reading its properties.</summary>
    public static LogEventLevel Highest(LogEvent e) => e.LogLevel() switch
    {
        LogLevel.DebugLevel => LogEventLevel.Debug,
        LogLevel.InfoLevel => LogEventLevel.Information,
        LogLevel.WarningLevel => LogEventLevel.Warning,
        _ => LogEventLevel.Fatal,
    };

    /// <summary>Akka's level, unless a property marks the event as trace or critical.</summary>
    public static LogEventLevel Of(LogEvent e, in EventContext context) => Highest(e) switch
    {
        LogEventLevel.Debug when IsMarked(in context, "trace") => LogEventLevel.Verbose,
        LogEventLevel.Fatal when !IsMarked(in context, "critical") => LogEventLevel.Error,
        var level => level,
    };

    private static bool IsMarked(in EventContext context, string level) =>
        context.TryGetText(Property, out var text) && text == level;
}
