using Txaio.Actors.LogLevels;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.LogTemplates.Python;

namespace Txaio.Actors.LogCalls;

/// <summary>Finds the values of one log call for the holes of its template.</summary>
/// <param name="format">The template as it was written, for <c>{log_format}</c>.</param>
/// <param name="level">The level of the event.</param>
/// <param name="cause">The cause of the event, or null.</param>
/// <param name="now">The scheduler's clock, for <c>{log_time}</c>.</param>
/// <param name="arguments">The values by position.</param>
/// <param name="fields">The values by name.</param>
internal readonly ref struct HoleValues(
    string format,
    TxaioLogLevel level,
    Exception? cause,
    Func<DateTimeOffset> now,
    object?[] arguments,
    (string Name, object? Value)[] fields)
{
    /// <summary>Finds the value of a hole. Marks a field that fills the hole in <paramref name="named"/>.</summary>
    /// <returns>False if the hole has no value.</returns>
    public bool TryFind(LogHole hole, Span<bool> named, out object? value)
    {
        switch (hole)
        {
            case { BuiltIn: LogBuiltIn.Failure }:
                return TryField(hole.Path!, named, out value) || TryCause(hole.Path!, out value);
            case { BuiltIn: not LogBuiltIn.None }:
                value = BuiltIn(hole.BuiltIn);
                return true;
            case { Arguments.Length: > 0 }:
                return TryArgument(hole.Arguments, out value);
            default:
                return TryField(hole.Path!, named, out value);
        }
    }

    /// <summary>Finds the values of the holes in a format.</summary>
    /// <returns>False if a value is missing.</returns>
    public bool TryFindInner(PythonHole python, out object?[] values)
    {
        var inner = python.Nested?.Fields ?? [];
        values = inner.Length == 0 ? [] : new object?[inner.Length];
        for (var i = 0; i < inner.Length; i++)
        {
            // The field is not marked: it stays a property of the event, as sinks get only the outer hole's text.
            if (!(inner[i].Arguments.Length > 0
                ? TryArgument(inner[i].Arguments, out values[i])
                : TryField(inner[i].Path, [], out values[i])))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryArgument(int[] positions, out object? value)
    {
        var position = LogHole.Last(positions, arguments.Length);
        value = position >= 0 ? arguments[position] : null;
        return position >= 0;
    }

    private bool TryField(FieldPath path, Span<bool> named, out object? value)
    {
        value = null;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name == path.Root)
            {
                var isFound = TryFollow(path, fields[i].Value, out value);
                if (isFound && i < named.Length)
                    named[i] = true;
                return isFound;
            }
        }

        return false;
    }

    private bool TryCause(FieldPath path, out object? value)
    {
        value = null;
        return cause is not null && TryFollow(path, new FailedFuture(cause), out value);
    }

    private object BuiltIn(LogBuiltIn name) => name switch
    {
        LogBuiltIn.Time => now(),
        LogBuiltIn.Level => LogLevelNames.Of(level),
        LogBuiltIn.Format => format,
        _ => level == TxaioLogLevel.Trace,
    };

    private static bool TryFollow(FieldPath path, object? root, out object? value)
    {
        try
        {
            return path.TryFollow(root, out value);
        }
        catch (Exception)
        {
            // A property threw: the hole is shown as it was written, and the log call continues.
            value = null;
            return false;
        }
    }
}
