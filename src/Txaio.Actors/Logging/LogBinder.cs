using Akka.Event;

namespace Txaio.Actors;

/// <summary>Turns a log call into what an Akka event carries: message, cause, and the fields left over.</summary>
/// <param name="categories">The known templates by category id.</param>
/// <param name="now">The scheduler's clock, for <c>{log_time}</c>.</param>
internal sealed class LogBinder(Func<string, string?> categories, Func<DateTimeOffset> now)
{
    private const int OnStack = 64;

    /// <summary>Binds <paramref name="entry"/>.</summary>
    /// <param name="entry">The call.</param>
    /// <param name="cause">The call's exception, or the one that is surplus at the end of its arguments.</param>
    /// <param name="leftOver">The fields that the template does not name, or null.</param>
    /// <returns>A text or a <see cref="LogMessage"/>.</returns>
    public object Bind(in TxaioLogEntry entry, out Exception? cause, out List<(string Name, object? Value)>? leftOver)
    {
        cause = entry.Cause;
        leftOver = null;
        if (entry.Message is { } complete)
            return complete;
        if (entry.CategoryId is { } id && categories(id) is { } template)
            return BindFields(LogTemplateCache.Keyword.Get(template), in entry, out leftOver);
        if (entry.ArgumentArray is { Length: > 0 } arguments)
        {
            leftOver = All(entry.FieldArray);
            return BindArguments(in entry, arguments, ref cause);
        }

        return entry.FieldArray is { Length: > 0 }
            ? BindFields(LogTemplateCache.Keyword.Get(entry.Format), in entry, out leftOver)
            : BindText(in entry);
    }

    private static List<(string Name, object? Value)>? All((string Name, object? Value)[]? fields) =>
        fields is { Length: > 0 } ? [.. fields.Select(static (field, i) => (NameOf(field.Name, i), field.Value))] : null;

    private object BindText(in TxaioLogEntry entry)
    {
        var text = entry.Format;
        if (!text.Contains('{') || !(text.Contains("{log_") || text.Contains("{txaio_trace")))
            return text;

        var template = LogTemplateCache.Text.Get(text);
        return template.Holes.IsEmpty ? text : new TxaioLogMessageOfArray(template, PerHole(template, in entry, []));
    }

    private object BindArguments(in TxaioLogEntry entry, object?[] arguments, ref Exception? cause)
    {
        var template = LogTemplateCache.Positional.Get(entry.Format);
        if (cause is null && arguments.Length > template.ArgumentCount && arguments[^1] is Exception surplus)
        {
            cause = surplus;
            if (arguments.Length == 1)
                return BindText(in entry);
            arguments = arguments[..^1];
        }

        if (!template.HasBuiltIns)
            return new TxaioLogMessageOfArray(template, arguments);

        var missing = new bool[template.Holes.Length];
        for (var i = 0; i < missing.Length; i++)
            missing[i] = template.Holes[i].Argument >= arguments.Length;
        return Message(template, PerHole(template, in entry, arguments), missing);
    }

    private object?[] PerHole(LogTemplate template, in TxaioLogEntry entry, object?[] arguments)
    {
        var values = new object?[template.Holes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var hole = template.Holes[i];
            values[i] = hole.BuiltIn != LogBuiltIn.None ? BuiltIn(hole.BuiltIn, entry.Level)
                : hole.Argument < arguments.Length ? arguments[hole.Argument]
                : null;
        }

        return values;
    }

    private TxaioLogMessage BindFields(
        LogTemplate template,
        in TxaioLogEntry entry,
        out List<(string Name, object? Value)>? leftOver)
    {
        var fields = entry.FieldArray ?? [];
        var values = new object?[template.Holes.Length];
        Span<bool> named = fields.Length <= OnStack ? stackalloc bool[fields.Length] : new bool[fields.Length];
        Span<bool> missing = values.Length <= OnStack ? stackalloc bool[values.Length] : new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var hole = template.Holes[i];
            if (hole.BuiltIn != LogBuiltIn.None)
                values[i] = BuiltIn(hole.BuiltIn, entry.Level);
            else
                missing[i] = !TryFind(hole, fields, named, out values[i]);
        }

        leftOver = null;
        for (var i = 0; i < named.Length; i++)
        {
            if (!named[i])
                (leftOver ??= []).Add((NameOf(fields[i].Name, i), fields[i].Value));
        }

        return Message(template, values, missing);
    }

    private static bool TryFind(
        LogHole hole,
        ReadOnlySpan<(string Name, object? Value)> fields,
        Span<bool> named,
        out object? value)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name != hole.Path!.Root)
                continue;

            try
            {
                return hole.Path.TryFollow(fields[i].Value, out value) && (named[i] = true);
            }
            catch (Exception)
            {
                // A property that throws is shown as a hole; a log call does not fail because of it.
                break;
            }
        }

        value = null;
        return false;
    }

    // Sinks match values to holes by position: what is missing leaves the template and the values together.
    private static TxaioLogMessage Message(LogTemplate template, object?[] values, ReadOnlySpan<bool> missing)
    {
        if (!missing.Contains(true))
            return new TxaioLogMessageOfArray(template, values);

        var found = new List<object?>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!missing[i])
                found.Add(values[i]);
        }

        return new TxaioLogMessageOfArray(template.Without(missing), [.. found]);
    }

    private static string NameOf(string? name, int position) => string.IsNullOrWhiteSpace(name) ? $"_{position}" : name;

    private object BuiltIn(LogBuiltIn which, TxaioLogLevel level) => which switch
    {
        LogBuiltIn.Time => now(),
        LogBuiltIn.Level => LogLevelNames.Of(level),
        _ => level == TxaioLogLevel.Trace,
    };
}
