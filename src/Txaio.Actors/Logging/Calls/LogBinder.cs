using Akka.Event;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.LogTemplates.Python;
using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// Converts a log call into the message, cause and remaining fields of an Akka event.
/// </summary>
/// <param name="categories">The known templates by category id.</param>
/// <param name="now">The scheduler's clock, for <c>{log_time}</c>.</param>
internal sealed class LogBinder(Func<string, string?> categories, Func<DateTimeOffset> now)
{
    private const int OnStack = 64;

    /// <summary>Binds <paramref name="entry"/>.</summary>
    /// <param name="entry">The call.</param>
    /// <param name="cause">
    /// The call's exception, else a surplus exception at the end of its arguments, else the exception of a failure
    /// among its fields.
    /// </param>
    /// <param name="leftOver">The fields that the template does not name, or null.</param>
    /// <returns>A text or a <see cref="LogMessage"/>.</returns>
    public object Bind(in TxaioLogEntry entry, out Exception? cause, out List<(string Name, object? Value)>? leftOver)
    {
        cause = entry.Cause;
        leftOver = null;
        if (entry.Message is { } complete)
            return complete;

        var fields = entry.FieldArray ?? [];
        if (entry.CategoryId is { } id && categories(id) is { } template)
            return BindFields(template, in entry, cause ??= CauseAmong(fields), out leftOver);
        if (entry.ArgumentArray is { Length: > 0 } arguments)
        {
            leftOver = All(fields);
            return BindArguments(in entry, arguments, ref cause, ref leftOver);
        }

        return fields.Length > 0
            ? BindFields(entry.Format, in entry, cause ??= CauseAmong(fields), out leftOver)
            : BindText(in entry, cause, ref leftOver);
    }

    private static List<(string Name, object? Value)>? All((string Name, object? Value)[] fields) =>
        fields.Length > 0 ? [.. fields.Select(static (field, i) => (NameOf(field.Name, i), field.Value))] : null;

    // The field log_failure, as on Twisted; else the first failure among the fields.
    private static Exception? CauseAmong((string Name, object? Value)[] fields)
    {
        Exception? first = null;
        foreach (var (name, value) in fields)
        {
            if (name == LogHole.FailureName && LogCall.CauseOf(value) is { } cause)
                return cause;
            if (first is null && value is IFailedFuture)
                first = LogCall.CauseOf(value);
        }

        return first;
    }

    private object BindText(
        in TxaioLogEntry entry, Exception? cause, ref List<(string Name, object? Value)>? leftOver)
    {
        var text = entry.Format;
        if (!text.Contains('{') || !(text.Contains("{log_") || text.Contains("{txaio_trace")))
            return LogText.Of(text);

        var message = Fill(LogTemplateCache.Text.Get(text), in entry, cause, [], [], ref leftOver);
        return message.Values.Length == 0 ? LogText.Of(text) : message;
    }

    private object BindArguments(
        in TxaioLogEntry entry,
        object?[] arguments,
        ref Exception? cause,
        ref List<(string Name, object? Value)>? leftOver)
    {
        var template = LogTemplateCache.Positional.Get(entry.Format);
        if (cause is null && arguments.Length > template.ArgumentCount && LogCall.CauseOf(arguments[^1]) is { } surplus)
        {
            cause = surplus;
            arguments = arguments[..^1];
        }

        cause ??= CauseAmong(entry.FieldArray ?? []);
        if (arguments.Length == 0)
            return BindText(in entry, cause, ref leftOver);
        return template.ArgumentsAreValues(arguments.Length)
            ? new TxaioLogMessageOfArray(template, arguments)
            : Fill(template, in entry, cause, arguments, [], ref leftOver);
    }

    private TxaioLogMessage BindFields(
        string format,
        in TxaioLogEntry entry,
        Exception? cause,
        out List<(string Name, object? Value)>? leftOver)
    {
        var fields = entry.FieldArray ?? [];
        Span<bool> named = fields.Length <= OnStack ? stackalloc bool[fields.Length] : new bool[fields.Length];
        leftOver = null;
        var message = Fill(LogTemplateCache.Keyword.Get(format), in entry, cause, [], named, ref leftOver);
        for (var i = 0; i < named.Length; i++)
        {
            if (!named[i])
                (leftOver ??= []).Add((NameOf(fields[i].Name, i), fields[i].Value));
        }

        return message;
    }

    // Looks up a value for each hole, and marks the fields that fill a hole in named. If fields fill no holes, named is
    // empty. A value that the message has only as a text is added to leftOver.
    private TxaioLogMessage Fill(
        LogTemplate template,
        in TxaioLogEntry entry,
        Exception? cause,
        object?[] arguments,
        Span<bool> named,
        ref List<(string Name, object? Value)>? leftOver)
    {
        var values = new object?[template.Holes.Length];
        Span<HoleState> states = values.Length <= OnStack
            ? stackalloc HoleState[values.Length]
            : new HoleState[values.Length];
        var call = new HoleValues(template.Source, entry.Level, cause, now, arguments, entry.FieldArray ?? []);
        List<(string Name, object? Value)>? shown = null;
        for (var i = 0; i < values.Length; i++)
        {
            var hole = template.Holes[i];
            if (!call.TryFind(hole, named, out values[i]))
                states[i] = HoleState.Missing;
            else if (hole.Python is { } python)
                states[i] = Show(hole, python, in call, ref values[i], ref shown);
        }

        if (shown is not null)
        {
            LeaveOver(shown, template, states, ref leftOver);
            template = template.WithNamesBeside(entry.FieldArray);
        }

        if (states.ContainsAnyExcept(HoleState.Value) || arguments.Length < template.ArgumentCount)
            return Message(template, values, states, arguments.Length);
        return new TxaioLogMessageOfArray(template, template.IsIndexed ? arguments : values);
    }

    // Replaces the value by its text if no .NET format shows the same. Then adds the value itself to shown.
    private static HoleState Show(
        LogHole hole,
        PythonHole python,
        in HoleValues call,
        ref object? value,
        ref List<(string Name, object? Value)>? shown)
    {
        string? text = null;
        var fits = call.TryFindInner(python, out var inner) && python.TryRender(value, inner, out text);
        if (fits && text is null)
            return HoleState.Value;
        (shown ??= []).Add((hole.RawName, value));
        for (var i = 0; i < inner.Length; i++)
            shown.Add((python.Nested!.Fields[i].Path.RawName, inner[i]));
        if (!fits)
            return HoleState.Missing;
        value = text;
        return hole.IsText ? HoleState.Value : HoleState.Text;
    }

    // Adds the values in shown to leftOver, except for names that other holes or the caller's fields already have.
    private static void LeaveOver(
        List<(string Name, object? Value)> shown,
        LogTemplate template,
        ReadOnlySpan<HoleState> states,
        ref List<(string Name, object? Value)>? leftOver)
    {
        var taken = new HashSet<string>((leftOver ?? []).Select(static field => field.Name));
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] == HoleState.Value && !template.Holes[i].IsText)
                taken.Add(template.Holes[i].SinkName);
        }

        foreach (var (name, value) in shown)
        {
            if (taken.Add(name))
                (leftOver ??= []).Add((name, value));
        }
    }

    // Sinks match values to holes by position, so a hole without a value is removed from the template and the values.
    private static TxaioLogMessageOfArray Message(
        LogTemplate template, object?[] values, ReadOnlySpan<HoleState> states, int arguments)
    {
        var found = new List<object?>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (states[i] != HoleState.Missing)
                found.Add(values[i]);
        }

        return new TxaioLogMessageOfArray(template.With(states, arguments), [.. found]);
    }

    private static string NameOf(string? name, int position) =>
        string.IsNullOrWhiteSpace(name) ? $"_{position}" : SafeText.Of(name);
}
