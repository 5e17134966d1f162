using Akka.Event;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using LogEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog;

/// <summary>A source of events, as Serilog has it.</summary>
/// <param name="Logger">A logger for that source, with the level that <c>MinimumLevel.Override</c> has for it.</param>
/// <param name="SourceContext">The property: the full name of the event's <c>LogClass</c>.</param>
internal sealed record EventSource(ILogger Logger, LogEventProperty SourceContext);

/// <summary>The sources seen so far. For one thread.</summary>
internal sealed class EventSources
{
    // A program may make loggers of any number of names; to make a source again costs less than to keep all of them.
    private const int MostKept = 1000;

    private readonly Dictionary<object, EventSource> _known = [];
    private ILogger? _logger;

    /// <summary>The source of <paramref name="e"/>, below <paramref name="logger"/>.</summary>
    public EventSource Of(LogEvent e, ILogger logger)
    {
        if (!ReferenceEquals(logger, _logger) || _known.Count >= MostKept)
        {
            _known.Clear();
            _logger = logger;
        }

        object key = e.LogClass is { } type && type != typeof(DummyClassForStringSources) ? type : NameOf(e.LogSource);
        if (!_known.TryGetValue(key, out var source))
            _known.Add(key, source = Make(e.LogClass, key, logger));
        return source;
    }

    // All loggers made by name have one class of Akka's. It stays their SourceContext, which existing queries use. The
    // overrides of levels use the name: with the class, they could not distinguish two such loggers.
    private static EventSource Make(Type? type, object key, ILogger logger)
    {
        var className = type?.FullName ?? type?.Name ?? "";
        var name = key as string ?? className;
        return new EventSource(
            logger.ForContext(Constants.SourceContextPropertyName, name),
            new LogEventProperty(Constants.SourceContextPropertyName, new ScalarValue(className)));
    }

    // Akka appends the system to the name: plain (akka://app).
    private static string NameOf(string? source) =>
        source?.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? source[..end] : source ?? "";
}
