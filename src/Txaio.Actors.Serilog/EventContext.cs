using System.Diagnostics.CodeAnalysis;
using Akka.Event;

namespace Txaio.Actors.Serilog;

/// <summary>The properties of an event that <c>WithContext</c> added, without those of its message.</summary>
/// <remarks>
/// Akka returns both in one dictionary. A property is the message's if the message has that name and that very value.
/// </remarks>
internal readonly struct EventContext
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    /// <summary>No properties.</summary>
    public static readonly EventContext Empty = new(None, None);

    private readonly IReadOnlyDictionary<string, object> _all;
    private readonly IReadOnlyDictionary<string, object> _ofMessage;

    /// <param name="e">The event.</param>
    public EventContext(LogEvent e)
        : this(
            e.TryGetProperties(out var all) && all is not null ? all : None,
            (e.Message as LogMessage)?.GetProperties() ?? None)
    {
    }

    private EventContext(IReadOnlyDictionary<string, object> all, IReadOnlyDictionary<string, object> ofMessage)
    {
        _all = all;
        _ofMessage = ofMessage;
    }

    /// <summary>Whether there are no properties.</summary>
    public bool IsEmpty => ReferenceEquals(_all, _ofMessage) || _all.Count == 0;

    /// <summary>The text of the property <paramref name="name"/>, if the event has it.</summary>
    public bool TryGetText(string name, [NotNullWhen(true)] out string? text)
    {
        text = !IsEmpty && _all.TryGetValue(name, out var value) && IsContext(name, value) ? value as string : null;
        return text is not null;
    }

    /// <summary>All properties.</summary>
    public IEnumerable<KeyValuePair<string, object>> Properties()
    {
        if (IsEmpty)
            yield break;
        foreach (var property in _all)
        {
            if (IsContext(property.Key, property.Value))
                yield return property;
        }
    }

    private bool IsContext(string name, object value) =>
        !_ofMessage.TryGetValue(name, out var ofMessage) || !ReferenceEquals(value, ofMessage);
}
