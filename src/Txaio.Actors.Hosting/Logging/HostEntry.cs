using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>An event of Microsoft.Extensions.Logging as one of ours: everything is taken out of it at once.</summary>
/// <remarks>Its state may be used again for another event as soon as the log call has returned.</remarks>
internal readonly struct HostEntry
{
    private const string OriginalFormat = "{OriginalFormat}";

    // As Akka's loggers write plain text, so that its braces are no holes.
    private const string TextTemplate = "{Message:l}";

    private readonly List<(string Name, object? Value)> _fields = [];

    public HostEntry()
    {
    }

    /// <summary>The event.</summary>
    /// <param name="level">The level of the event.</param>
    /// <param name="id">Travels as <c>EventId</c> and <c>EventName</c>.</param>
    /// <param name="state">Template and values, or anything else.</param>
    /// <param name="exception">The exception it is about.</param>
    /// <param name="formatter">Makes text of the state.</param>
    /// <param name="scopes">The scopes it was logged within; the event carries their values.</param>
    public static TxaioLogEntry Of<TState>(
        TxaioLogLevel level,
        EventId id,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter,
        IExternalScopeProvider? scopes)
    {
        var entry = new HostEntry();
        scopes?.ForEachScope(static (scope, scopes) => scopes.Add(scope), new ScopeFields(entry._fields));
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values
            || !entry.TryBind(values, out var format, out var arguments))
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> others)
                entry._fields.AddRange(others.Where(IsValue).Select(static pair => (pair.Key, pair.Value)));
            (format, arguments) = AsText(Text(state, exception, formatter));
        }

        if (id.Id != 0)
            entry._fields.Add(("EventId", id.Id));
        if (id.Name is not null)
            entry._fields.Add(("EventName", id.Name));
        return new TxaioLogEntry
        {
            Level = level, Cause = exception, Format = format, Arguments = arguments, Fields = entry._fields.ToArray(),
        };
    }

    private static bool IsValue(KeyValuePair<string, object?> pair) => pair.Key != OriginalFormat;

    // Only the state knows the order of its values: nearly always it is the template's.
    private bool TryBind(
        IReadOnlyList<KeyValuePair<string, object?>> values, out string format, out object?[] arguments)
    {
        (format, arguments) = ("", []);
        if (values is not [.., { Key: OriginalFormat, Value: string original }] || HostTemplate.Of(original) is not { } template)
            return false;

        var filled = new object?[template.Names.Count];
        var used = new bool[values.Count];
        for (var i = 0; i < filled.Length; i++)
        {
            if (Find(values, template.Names[i], i) is not (>= 0 and var at))
                return false;
            filled[i] = values[at].Value;
            used[at] = true;
        }

        for (var i = 0; i < used.Length - 1; i++)
        {
            if (!used[i])
                _fields.Add((values[i].Key, values[i].Value));
        }

        (format, arguments) = (template.Text, filled);
        return true;
    }

    private static int Find(IReadOnlyList<KeyValuePair<string, object?>> values, string name, int first)
    {
        if (first < values.Count && values[first].Key == name)
            return first;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Key == name)
                return i;
        }

        return -1;
    }

    private static (string Format, object?[] Arguments) AsText(string text) =>
        text.AsSpan().IndexOfAny('{', '}') < 0 ? (text, []) : (TextTemplate, [text]);

    private static string Text<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return formatter(state, exception) ?? "";
        }
        catch (Exception e)
        {
            // The event is not lost for a state that cannot be shown.
            return $"a message of {typeof(TState)} that cannot be shown: {e.Message}";
        }
    }

    /// <summary>Adds scopes from the outermost to the innermost, whose values then win.</summary>
    private sealed class ScopeFields(List<(string Name, object? Value)> fields)
    {
        private List<string>? _texts;

        public void Add(object? scope)
        {
            switch (scope)
            {
                case null:
                    return;
                case IEnumerable<KeyValuePair<string, object?>> values:
                    if (AddValues(values))
                        AddText(scope);
                    return;
                case ValueTuple<string, object?> pair:
                    fields.Add(pair);
                    return;
                default:
                    AddText(scope);
                    return;
            }
        }

        private bool AddValues(IEnumerable<KeyValuePair<string, object?>> values)
        {
            var isText = false;
            foreach (var pair in values)
            {
                if (IsValue(pair))
                    fields.Add((pair.Key, pair.Value));
                else
                    isText = true;
            }

            return isText;
        }

        private void AddText(object scope)
        {
            if (_texts is null)
                fields.Add(("Scope", _texts = []));
            _texts.Add(scope.ToString() ?? "");
        }
    }
}
