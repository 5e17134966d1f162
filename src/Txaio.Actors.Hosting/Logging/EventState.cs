using System.Collections;
using System.Globalization;
using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>An event as Microsoft.Extensions.Logging has it: named values, with the template as the last one.</summary>
/// <remarks>The names beside the event's own are those of Akka.Hosting's logger.</remarks>
internal sealed class EventState : IReadOnlyList<KeyValuePair<string, object?>>
{
    // As that of Txaio.Actors' own messages.
    private const int MaxLength = 65_536;

    private readonly LogEvent _event;
    private readonly List<KeyValuePair<string, object?>> _values = [];
    private string? _text;

    public EventState(LogEvent e, IReadOnlyDictionary<string, object> properties, string actorPath)
    {
        _event = e;
        if (e.ActivityContext is { } trace && trace.TraceId != default)
        {
            Add("Akka.TraceId", trace.TraceId);
            Add("Akka.SpanId", trace.SpanId);
            Add("Akka.TraceFlags", (int)trace.TraceFlags);
        }

        foreach (var (name, value) in properties)
            Add(name, value);
        Add("ActorPath", actorPath);
        Add("Timestamp", new DateTimeOffset(DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc)));
        Add("Thread", e.Thread.ManagedThreadId);
        Add("LogSource", e.LogSource);
        // Braces of a text are no holes.
        Add("{OriginalFormat}", e.Message is LogMessage { Format: { } format } ? format : Escaped(Render()));
    }

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The message with its holes filled, safe in a line and cut: what console and file providers write.</summary>
    public override string ToString() => _text ??= SafeText.Of(Render(), MaxLength);

    private static string Escaped(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private void Add(string name, object? value) => _values.Add(new(name, value));

    private string Render()
    {
        try
        {
            return Convert.ToString(_event.Message, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            // The event is not lost for a value that cannot be shown.
            return $"a message of {_event.Message.GetType()} that cannot be shown: {e.Message}";
        }
    }
}
