using System.Collections;
using System.Globalization;
using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>
/// An event as state of Microsoft.Extensions.Logging: named values, with the template as the last value.
/// </summary>
/// <remarks>The added names, such as ActorPath, are the names that Akka.Hosting's logger uses.</remarks>
internal sealed class EventState : IReadOnlyList<KeyValuePair<string, object?>>
{
    // Equals the longest text of Txaio.Actors' own messages.
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
        // Without a template the text is escaped, so that braces in it are not read as holes.
        Add("{OriginalFormat}", e.Message is LogMessage { Format: { } format } ? format : Escaped(Render()));
    }

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _values[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The message with its holes filled, cut and safe in a line. Console and file providers write this text.
    /// </summary>
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
            // A value whose ToString throws must not lose the event.
            return $"a message of {_event.Message.GetType()} that cannot be shown: {e.Message}";
        }
    }
}
