using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using AkkaEvent = Akka.Event.LogEvent;
using LogEvent = global::Serilog.Events.LogEvent;

namespace Txaio.Actors.Serilog;

/// <summary>Converts an event of Akka to an event of Serilog.</summary>
/// <param name="e">The event.</param>
/// <param name="source">The source of the event.</param>
/// <param name="report">Called with the exception of a value; the event is written without that value.</param>
internal readonly struct EventConverter(AkkaEvent e, EventSource source, Action<AkkaEvent, Exception> report)
{
    // For texts without a template: their braces are not read as holes, and Serilog parses one template for all texts.
    private const string TextTemplate = "{Message:l}";

    /// <summary>Converts the event.</summary>
    /// <param name="level">The level of Serilog's event.</param>
    /// <param name="context">The properties of the event beside its message.</param>
    /// <param name="sender">The actor that logged the event.</param>
    /// <remarks>
    /// Of several properties with one name, the template's is kept, else the context's, else the standard property, as
    /// in Serilog itself.
    /// </remarks>
    public LogEvent Convert(LogEventLevel level, in EventContext context, IActorRef sender)
    {
        var (template, properties, enrichers) = Bind();
        var trace = e.ActivityContext ?? default;
        var time = new DateTimeOffset(DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc)).ToLocalTime();
        var converted = new LogEvent(time, level, e.Cause, template, properties, trace.TraceId, trace.SpanId);
        foreach (var enricher in enrichers)
            enricher.Enrich(converted, new PropertyFactory(source.Logger));
        foreach (var (name, value) in context.Properties())
            AddContext(converted, name, value);

        converted.AddPropertyIfAbsent(source.SourceContext);
        Add(converted, "ActorPath", sender.Path.ToString());
        Add(converted, "Timestamp", e.Timestamp);
        Add(converted, "LogSource", e.LogSource);
        Add(converted, "Thread", e.Thread.ManagedThreadId.ToString("0000", CultureInfo.InvariantCulture));
        return converted;
    }

    private static void Add(LogEvent converted, string name, object? value) =>
        converted.AddPropertyIfAbsent(new LogEventProperty(name, new ScalarValue(value)));

    private (MessageTemplate Template, IEnumerable<LogEventProperty> Properties, ILogEventEnricher[] Enrichers) Bind()
    {
        try
        {
            if (e.Message is not LogMessage { Format: { } format } message)
                return Bind(TextTemplate, [e.Message], []);

            // An enricher among the arguments adds properties and fills no hole, as with Akka.Logger.Serilog.
            object?[] arguments = [.. message.Parameters()];
            ILogEventEnricher[] enrichers = [.. arguments.OfType<ILogEventEnricher>()];
            if (enrichers.Length > 0)
                arguments = [.. arguments.Where(static argument => argument is not ILogEventEnricher)];
            return Bind(format, arguments, enrichers);
        }
        catch (Exception error)
        {
            report(e, error);
            var text = $"a message of {e.Message?.GetType()} that cannot be read: {error.Message}";
            return (new MessageTemplate([new TextToken(text)]), [], []);
        }
    }

    private (MessageTemplate, IEnumerable<LogEventProperty>, ILogEventEnricher[]) Bind(
        string format, object?[] values, ILogEventEnricher[] enrichers) =>
        source.Logger.BindMessageTemplate(format, values, out var template, out var properties)
            ? (template, properties, enrichers)
            : (new MessageTemplate([new TextToken(format)]), [], enrichers);

    // @ and $ before a name have the meaning that they have in templates, as elsewhere in Serilog.
    private void AddContext(LogEvent converted, string name, object? value)
    {
        char? operation = name is ['@' or '$', _, ..] ? name[0] : null;
        var plain = operation is null ? name : name[1..];
        try
        {
            var shown = operation == '$' && value is not null
                ? System.Convert.ToString(value, CultureInfo.InvariantCulture)
                : value;
            if (source.Logger.BindProperty(plain, shown, destructureObjects: operation == '@', out var property))
                converted.AddPropertyIfAbsent(property);
        }
        catch (Exception error)
        {
            report(e, error);
            Add(converted, plain, $"Capturing the property value threw an exception: {error.GetType().Name}");
        }
    }

    private sealed class PropertyFactory(ILogger logger) : ILogEventPropertyFactory
    {
        public LogEventProperty CreateProperty(string name, object? value, bool destructureObjects = false) =>
            logger.BindProperty(name, value, destructureObjects, out var property)
                ? property
                : throw new ArgumentException($"'{name}' is not a valid property name.", nameof(name));
    }
}
