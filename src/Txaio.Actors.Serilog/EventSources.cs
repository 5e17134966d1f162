using Akka.Event;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using LogEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog;

/// <summary>A source of events, for Serilog.</summary>
/// <param name="Logger">A logger for that source, with the source's level from <c>MinimumLevel.Override</c>.</param>
/// <param name="SourceContext">The property: the full name of the event's <c>LogClass</c>.</param>
internal sealed record EventSource(ILogger Logger, LogEventProperty SourceContext);

/// <summary>Caches sources. For one thread at a time.</summary>
internal sealed class EventSources
{
    // Bounded, because a program may make loggers of any number of names.
    private const int MostKept = 1000;

    private readonly Dictionary<object, EventSource> _known = [];
    private ILogger? _logger;

    /// <summary>The source of <paramref name="e"/>, with a logger made from <paramref name="logger"/>.</summary>
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

    // All loggers made by name have the same class. The class remains their SourceContext, because existing queries use
    // it. Level overrides use the name, because the class does not distinguish such loggers.
    private static EventSource Make(Type? type, object key, ILogger logger)
    {
        var className = type?.FullName ?? type?.Name ?? "";
        var name = key as string ?? className;
        return new EventSource(
            logger.ForContext(Constants.SourceContextPropertyName, name),
            new LogEventProperty(Constants.SourceContextPropertyName, new ScalarValue(className)));
    }

    // Akka appends the system to the name, as in "plain (akka://app)".
    private static string NameOf(string? source) =>
        source?.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? source[..end] : source ?? "";
}
