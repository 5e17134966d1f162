using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogTemplates;

/// <summary>Writes a value that contains values. Limits length, items and depth, also for cycles.</summary>
/// <param name="destructures">Whether objects are shown with their properties, as by <c>{@x}</c>.</param>
internal sealed class LogValueWriter(bool destructures)
{
    /// <summary>How many items of one sequence are shown.</summary>
    internal const int MaxItems = 100;

    /// <summary>How many items of all sequences together are shown. A value may contain many sequences.</summary>
    internal const int MaxItemsInAll = 10_000;

    /// <summary>A value at a greater depth is shown as null, as in Serilog.</summary>
    private const int MaxDepth = 10;

    private readonly BoundedText _text = new(LogLimits.Value);
    private int _items;
    private bool _isIncomplete;

    /// <summary>The text of <paramref name="value"/>. Does not catch exceptions of the value's own code.</summary>
    public string Write(object value, string? format)
    {
        if (!TryWriteParts(value, format, depth: 1))
            return LogValue.TextOf(value);
        if (_text.Missing == 0)
            return _text.ToString();
        var least = _isIncomplete ? "at least " : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{_text}... ({least}{_text.Missing} more characters)");
    }

    private void WriteItem(object? value, string? format, int depth)
    {
        if (value is null || depth > MaxDepth)
            _text.Append("null");
        else if (value is string text)
            WriteQuoted(text, format);
        else if (LogValue.IsScalar(value))
            _text.Append(LogValue.TextOf(value, format));
        else if (LogValue.BytesOf(value) is { } bytes)
            WriteQuoted(bytes, format);
        else if (destructures && value is MemberInfo)
            _text.Append(value.ToString());
        else if (!TryWriteParts(value, format, depth))
            WriteQuoted(LogValue.TextOf(value), format);
    }

    private bool TryWriteParts(object value, string? format, int depth)
    {
        switch (value)
        {
            case Delegate or MemberInfo when destructures:
                return false;
            case IDictionary when LogValue.DictionaryOf(value) is { } dictionary:
                WriteDictionary(dictionary, depth);
                return true;
            case Array { Rank: > 1 } array:
                WriteDimension(array, new int[array.Rank], 0, format, depth);
                return true;
            case IEnumerable sequence:
                WriteAll("[", "]", sequence, sequence, depth, (item, inner) => WriteItem(item, format, inner));
                return true;
            case ITuple tuple:
                WriteAll("[", "]", Items(tuple), tuple, depth, (item, inner) => WriteItem(item, format, inner));
                return true;
            case not null when destructures:
                WriteStructure(value, depth);
                return true;
            default:
                return false;
        }
    }

    private void WriteDictionary(IDictionary dictionary, int depth)
    {
        // The enumerator of IDictionary returns entries for every type of key and value.
        WriteAll("[", "]", Entries(dictionary, depth), dictionary, depth, (item, inner) =>
        {
            var entry = (DictionaryEntry)item!;
            _text.Append("(");
            WriteItem(entry.Key, null, inner);
            _text.Append(": ");
            WriteItem(entry.Value, null, inner);
            _text.Append(")");
        });
    }

    // A dimension does not count as a level of depth.
    private void WriteDimension(Array array, int[] indices, int dimension, string? format, int depth) =>
        WriteAll("[", "]", Enumerable.Range(0, array.GetLength(dimension)), array, depth, (index, inner) =>
        {
            indices[dimension] = (int)index!;
            if (dimension + 1 == array.Rank)
                WriteItem(array.GetValue(indices), format, inner);
            else
                WriteDimension(array, indices, dimension + 1, format, inner - 1);
        });

    private void WriteStructure(object value, int depth)
    {
        var type = value.GetType();
        if (!(type is { IsGenericType: true, IsSealed: true, Namespace: null } && type.Name.StartsWith('<')))
            _text.Append(type.Name + " ");
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property =>
                property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .DistinctBy(static property => property.Name);
        _text.Append("{");
        WriteAll(" ", " ", properties, properties, depth, (item, inner) =>
        {
            var property = (PropertyInfo)item!;
            _text.Append(property.Name + ": ");
            WriteItem(ValueOf(property, value), null, inner);
        });
        _text.Append("}");
    }

    private void WriteAll(
        string open, string close, IEnumerable items, object source, int depth, Action<object?, int> write)
    {
        var count = 0;
        _text.Append(open);
        foreach (var item in items)
        {
            if (_text.IsFull)
            {
                _isIncomplete = true;
                _text.Append("...");
                break;
            }

            if (count > 0)
                _text.Append(", ");
            if (count == MaxItems || _items++ >= MaxItemsInAll)
            {
                _text.Append(CountOf(source) is { } all && all > count
                    ? string.Create(CultureInfo.InvariantCulture, $"... ({all - count} more)")
                    : "...");
                break;
            }

            count++;
            write(item, depth + 1);
        }

        _text.Append(close);
    }

    private void WriteQuoted(string text, string? format)
    {
        if (format == "l")
        {
            _text.Append(text);
            return;
        }

        // The part that cannot be shown is not copied.
        var shown = text.AsSpan(0, Math.Min(text.Length, LogLimits.Value)).ToString();
        _text.Append("\"");
        _text.Append(shown.Replace("\"", "\\\"", StringComparison.Ordinal));
        _text.Append(text.AsSpan(shown.Length));
        _text.Append("\"");
    }

    // The number of items if the sequence has a count; read only for a sequence that is cut.
    private static int? CountOf(object source)
    {
        try
        {
            return source is ICollection collection
                ? collection.Count
                : source.GetType().GetInterface("IReadOnlyCollection`1")?.GetProperty("Count")?.GetValue(source)
                    as int?;
        }
        catch (Exception)
        {
            // The sequence's own code threw; its items are shown already.
            return null;
        }
    }

    private static IEnumerable<DictionaryEntry> Entries(IDictionary dictionary, int depth)
    {
        // At the greatest depth the key would be null, and Serilog leaves out entries without a key.
        if (depth == MaxDepth)
            yield break;
        foreach (DictionaryEntry entry in dictionary)
            yield return entry;
    }

    private static IEnumerable<object?> Items(ITuple tuple)
    {
        for (var i = 0; i < tuple.Length; i++)
            yield return tuple[i];
    }

    private static object? ValueOf(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException e)
        {
            return $"The property accessor threw an exception: {e.InnerException?.GetType().Name}";
        }
    }
}
