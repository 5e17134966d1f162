using Akka.Event;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogTemplates;
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
            return BindArguments(in entry, arguments, ref cause);
        }

        return fields.Length > 0
            ? BindFields(entry.Format, in entry, cause ??= CauseAmong(fields), out leftOver)
            : BindText(in entry, cause);
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

    private object BindText(in TxaioLogEntry entry, Exception? cause)
    {
        var text = entry.Format;
        if (!text.Contains('{') || !(text.Contains("{log_") || text.Contains("{txaio_trace")))
            return LogText.Of(text);

        var message = Fill(LogTemplateCache.Text.Get(text), in entry, cause, [], []);
        return message.Values.Length == 0 ? LogText.Of(text) : message;
    }

    private object BindArguments(in TxaioLogEntry entry, object?[] arguments, ref Exception? cause)
    {
        var template = LogTemplateCache.Positional.Get(entry.Format);
        if (cause is null && arguments.Length > template.ArgumentCount && LogCall.CauseOf(arguments[^1]) is { } surplus)
        {
            cause = surplus;
            arguments = arguments[..^1];
        }

        cause ??= CauseAmong(entry.FieldArray ?? []);
        if (arguments.Length == 0)
            return BindText(in entry, cause);
        return template.ArgumentsAreValues(arguments.Length)
            ? new TxaioLogMessageOfArray(template, arguments)
            : Fill(template, in entry, cause, arguments, []);
    }

    private TxaioLogMessage BindFields(
        string format,
        in TxaioLogEntry entry,
        Exception? cause,
        out List<(string Name, object? Value)>? leftOver)
    {
        var fields = entry.FieldArray ?? [];
        Span<bool> named = fields.Length <= OnStack ? stackalloc bool[fields.Length] : new bool[fields.Length];
        var message = Fill(LogTemplateCache.Keyword.Get(format), in entry, cause, [], named);

        leftOver = null;
        for (var i = 0; i < named.Length; i++)
        {
            if (!named[i])
                (leftOver ??= []).Add((NameOf(fields[i].Name, i), fields[i].Value));
        }

        return message;
    }

    // Looks up a value for each hole, and marks the fields that fill a hole in named. If fields fill no holes, named is
    // empty.
    private TxaioLogMessage Fill(
        LogTemplate template, in TxaioLogEntry entry, Exception? cause, object?[] arguments, Span<bool> named)
    {
        var values = new object?[template.Holes.Length];
        Span<bool> missing = values.Length <= OnStack ? stackalloc bool[values.Length] : new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var hole = template.Holes[i];
            missing[i] = !(hole switch
            {
                { BuiltIn: LogBuiltIn.Failure } => TryField(hole, entry.FieldArray, named, out values[i])
                    || TryCause(hole, cause, out values[i]),
                { BuiltIn: not LogBuiltIn.None } => TryBuiltIn(hole, entry.Level, out values[i]),
                { Arguments.Length: > 0 } => TryArgument(hole, arguments, out values[i]),
                _ => TryField(hole, entry.FieldArray, named, out values[i]),
            });
        }

        return arguments.Length < template.ArgumentCount || missing.Contains(true)
            ? Message(template, values, missing, arguments.Length)
            : new TxaioLogMessageOfArray(template, values);
    }

    private static bool TryArgument(LogHole hole, object?[] arguments, out object? value)
    {
        var position = LogHole.Last(hole.Arguments, arguments.Length);
        value = position >= 0 ? arguments[position] : null;
        return position >= 0;
    }

    private static bool TryField(
        LogHole hole,
        ReadOnlySpan<(string Name, object? Value)> fields,
        Span<bool> named,
        out object? value)
    {
        value = null;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name == hole.Path!.Root)
            {
                var isFound = TryFollow(hole, fields[i].Value, out value);
                if (isFound && i < named.Length)
                    named[i] = true;
                return isFound;
            }
        }

        return false;
    }

    private static bool TryCause(LogHole hole, Exception? cause, out object? value)
    {
        value = null;
        return cause is not null && TryFollow(hole, new FailedFuture(cause), out value);
    }

    private bool TryBuiltIn(LogHole hole, TxaioLogLevel level, out object? value)
    {
        value = hole.BuiltIn switch
        {
            LogBuiltIn.Time => now(),
            LogBuiltIn.Level => LogLevelNames.Of(level),
            _ => level == TxaioLogLevel.Trace,
        };
        return true;
    }

    private static bool TryFollow(LogHole hole, object? root, out object? value)
    {
        try
        {
            return hole.Path!.TryFollow(root, out value);
        }
        catch (Exception)
        {
            // A property threw: the hole is shown as it is written in the template.
            value = null;
            return false;
        }
    }

    // Sinks match values to holes by position, so a hole without a value is removed from the template and the values.
    private static TxaioLogMessageOfArray Message(
        LogTemplate template, object?[] values, ReadOnlySpan<bool> missing, int arguments)
    {
        var found = new List<object?>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!missing[i])
                found.Add(values[i]);
        }

        return new TxaioLogMessageOfArray(template.Without(missing, arguments), [.. found]);
    }

    private static string NameOf(string? name, int position) =>
        string.IsNullOrWhiteSpace(name) ? $"_{position}" : SafeText.Of(name);
}
