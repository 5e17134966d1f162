using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Converts an event of Microsoft.Extensions.Logging into a txaio log entry. Copies all values at once.
/// </summary>
/// <remarks>The caller may reuse the state for another event as soon as the log call has returned.</remarks>
internal readonly struct HostEntry
{
    private const string OriginalFormat = "{OriginalFormat}";

    // Keeps the braces of a plain text from being read as holes, as Akka's loggers do.
    private const string TextTemplate = "{Message:l}";

    private readonly List<(string Name, object? Value)> _fields = [];

    public HostEntry()
    {
    }

    /// <summary>Converts an event.</summary>
    /// <param name="level">The level of the event.</param>
    /// <param name="id">Added as the fields <c>EventId</c> and <c>EventName</c>.</param>
    /// <param name="state">Template and values, or anything else.</param>
    /// <param name="exception">The cause, or null.</param>
    /// <param name="formatter">Converts the state to text.</param>
    /// <param name="scopes">The scopes of the log call. Their values become fields.</param>
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
            Level = level,
            Cause = exception,
            Format = format,
            Arguments = arguments,
            Fields = entry._fields.ToArray(),
        };
    }

    private static bool IsValue(KeyValuePair<string, object?> pair) => pair.Key != OriginalFormat;

    // Finds the value of each hole by name. Values that no hole names become fields.
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
            // A formatter that throws must not lose the event.
            return $"a message of {typeof(TState)} that cannot be shown: {e.Message}";
        }
    }

    /// <summary>
    /// Adds the values of scopes, outermost first: of two values with one name, the inner scope's wins.
    /// </summary>
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
