using System.Globalization;
using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>Writes texts and bytes in quotes and with escapes, as Python's <c>repr</c> does.</summary>
internal static class PythonQuotes
{
    /// <summary>Writes a text. A surrogate pair is one character; a lone surrogate is an escape.</summary>
    public static void Write(BoundedText to, ReadOnlySpan<char> text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        to.Append([quote]);
        while (!text.IsEmpty && !to.IsFull)
        {
            var isWhole = Rune.DecodeFromUtf16(text, out var character, out var length)
                == System.Buffers.OperationStatus.Done;
            if (!isWhole)
                to.Append(Escape(text[0]));
            else if (Short(character.Value, quote) is { } escape)
                to.Append(escape);
            else if (IsPrintable(character))
                to.Append(text[..length]);
            else
                to.Append(Escape(character.Value));
            text = text[length..];
        }

        // If the output is full, Append only counts the rest.
        to.Append(text);
        to.Append([quote]);
    }

    /// <summary>Writes bytes: printable ASCII as characters, other bytes as escapes.</summary>
    public static void Write(BoundedText to, ReadOnlySpan<byte> bytes)
    {
        var quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        to.Append(['b', quote]);
        for (var i = 0; i < bytes.Length && !to.IsFull; i++)
        {
            if (Short(bytes[i], quote) is { } escape)
                to.Append(escape);
            else if (bytes[i] is >= 0x20 and < 0x7f)
                to.Append([(char)bytes[i]]);
            else
                to.Append(Escape(bytes[i]));
        }

        to.Append([quote]);
    }

    /// <summary>The text with escapes for all characters outside ASCII.</summary>
    public static string Ascii(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) == text.Length)
            return text;
        var escaped = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (character.IsAscii)
                escaped.Append(character);
            else
                escaped.Append(Escape(character.Value));
        }

        return escaped.ToString();
    }

    private static string? Short(int character, char quote) => character switch
    {
        '\\' => @"\\",
        '\t' => @"\t",
        '\n' => @"\n",
        '\r' => @"\r",
        _ => character == quote ? @"\" + quote : null,
    };

    private static string Escape(int character) =>
        character switch
        {
            < 0x100 => @"\x" + character.ToString("x2", CultureInfo.InvariantCulture),
            < 0x10000 => @"\u" + character.ToString("x4", CultureInfo.InvariantCulture),
            _ => @"\U" + character.ToString("x8", CultureInfo.InvariantCulture),
        };

    private static bool IsPrintable(Rune character) => character.Value == ' '
        || Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
