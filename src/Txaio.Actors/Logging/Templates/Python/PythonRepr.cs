using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>
/// Python's <c>str</c>, <c>repr</c> and <c>ascii</c> for .NET values that have a counterpart in Python. Other values
/// show their own text. Limits length, items and depth, also for values that contain each other.
/// </summary>
internal sealed class PythonRepr
{
    private const int MaxDepth = 10;

    private readonly BoundedText _text = new(LogLimits.Value);
    private int _items;

    /// <summary>
    /// The text by the conversion <c>s</c>, <c>r</c> or <c>a</c>. Does not catch exceptions of the value's own code.
    /// </summary>
    public static string Of(object? value, char conversion)
    {
        if (conversion == 's' && value is string or char)
            return value.ToString()!;
        var repr = new PythonRepr();
        repr.Write(value, 0);
        var text = repr._text.Missing == 0
            ? repr._text.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{repr._text}... ({repr._text.Missing} more characters)");
        return conversion == 'a' ? PythonQuotes.Ascii(text) : text;
    }

    private void Write(object? value, int depth)
    {
        switch (value)
        {
            case null:
                _text.Append("None");
                break;
            case bool truth:
                _text.Append(truth ? "True" : "False");
                break;
            case string or char:
                PythonQuotes.Write(_text, value.ToString()!);
                break;
            case byte[] bytes:
                PythonQuotes.Write(_text, bytes);
                break;
            case Memory<byte> bytes:
                PythonQuotes.Write(_text, bytes.Span);
                break;
            case ReadOnlyMemory<byte> bytes:
                PythonQuotes.Write(_text, bytes.Span);
                break;
            case not null when PythonNumber.IsFloat(value, out var number):
                _text.Append(PythonFloat.Repr(value, number));
                break;
            case BigInteger integer:
                _text.Append(integer.ToString(CultureInfo.InvariantCulture));
                break;
            case not null when LogValue.IsScalar(value):
                _text.Append(LogValue.TextOf(value));
                break;
            case IDictionary or ITuple or IEnumerable when depth == MaxDepth:
                _text.Append("...");
                break;
            default:
                WriteParts(value!, depth);
                break;
        }
    }

    private void WriteParts(object value, int depth)
    {
        switch (value)
        {
            case IDictionary dictionary:
                WriteAll("{", "}", Entries(dictionary), item =>
                {
                    var entry = (DictionaryEntry)item!;
                    Write(entry.Key, depth + 1);
                    _text.Append(": ");
                    Write(entry.Value, depth + 1);
                });
                break;
            case ITuple tuple:
                var items = Enumerable.Range(0, tuple.Length).Select(i => tuple[i]);
                WriteAll("(", tuple.Length == 1 ? ",)" : ")", items, item => Write(item, depth + 1));
                break;
            case IEnumerable sequence:
                WriteAll("[", "]", sequence, item => Write(item, depth + 1));
                break;
            default:
                _text.Append(LogValue.TextOf(value));
                break;
        }
    }

    // The enumerator of IDictionary returns entries for every type of key and value.
    private static IEnumerable<DictionaryEntry> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return entry;
    }

    private void WriteAll(string open, string close, IEnumerable items, Action<object?> write)
    {
        var count = 0;
        _text.Append(open);
        foreach (var item in items)
        {
            if (count > 0)
                _text.Append(", ");
            if (_text.IsFull || count == LogValueWriter.MaxItems || _items++ >= LogValueWriter.MaxItemsInAll)
            {
                _text.Append("...");
                break;
            }

            count++;
            write(item);
        }

        _text.Append(close);
    }
}
