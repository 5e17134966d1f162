using System.Buffers;
using System.Globalization;
using System.Text;

namespace Txaio.Actors.Loggers;

/// <summary>
/// Makes text safe in a log line. Characters that could control a terminal, start a new line or reverse text become
/// escapes such as <c>\u001b</c>; tab, CR and LF become <c>\t</c>, <c>\r</c> and <c>\n</c>.
/// </summary>
/// <remarks>
/// Escaped are C0, DEL, C1, U+2028 and U+2029, the marks of bidirectional text, and lone surrogates. A backslash is not
/// escaped, so that to escape a text twice is the same as once.
/// </remarks>
internal static class SafeText
{
    /// <summary>
    /// A text may exceed its limit by this many characters, so that the mark of an earlier cut is not cut.
    /// </summary>
    private const int MarkRoom = 64;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
    [
        .. Range('\u0000', '\u001f'), .. Range('\u007f', '\u009f'), '\u061c', '\u200e', '\u200f',
        .. Range('\u2028', '\u202e'), .. Range('\u2066', '\u2069'),
    ]);

    /// <summary>Whether the text has no character to escape.</summary>
    public static bool IsSafe(ReadOnlySpan<char> text) =>
        NextLoneSurrogate(text, 0, NextControl(text, 0)) == text.Length;

    /// <summary>Escapes the text; returns the same object if there is nothing to escape.</summary>
    public static string Of(string text) => Of(text, int.MaxValue);

    /// <summary>Escapes and cuts the text. A mark at the end tells the number of missing characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The most characters before the mark.</param>
    /// <param name="missing">The number of characters that an earlier step has cut.</param>
    public static string Of(string text, int limit, long missing = 0)
    {
        if (missing == 0 && text.Length - MarkRoom <= limit && IsSafe(text))
            return text;
        var escaped = new StringBuilder(Math.Min(text.Length, limit) + MarkRoom);
        Append(escaped, text, limit, missing);
        return escaped.ToString();
    }

    /// <summary>Appends the text as <see cref="Of(string, int, long)"/> returns it.</summary>
    public static void Append(StringBuilder to, ReadOnlySpan<char> text, int limit, long missing = 0)
    {
        var start = to.Length;
        var control = -1;
        for (var at = 0; at < text.Length;)
        {
            if (control < at)
                control = NextControl(text, at);
            var plainEnd = NextLoneSurrogate(text, at, control);
            var room = limit - (to.Length - start);
            var rest = text.Length - at;
            if (plainEnd - at > room && (plainEnd < text.Length || rest - MarkRoom > room))
            {
                // Keeps both halves of a surrogate pair together.
                if (room > 0 && char.IsHighSurrogate(text[at + room - 1]))
                    room--;
                to.Append(text.Slice(at, Math.Max(room, 0)));
                missing += rest - Math.Max(room, 0);
                break;
            }

            to.Append(text[at..plainEnd]);
            at = plainEnd;
            if (at < text.Length)
                AppendEscape(to, text[at++]);
        }

        if (missing > 0)
            to.Append(CultureInfo.InvariantCulture, $"... ({missing} more characters)");
    }

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(static c => (char)c);

    // The position of the next control character, or the length of the text.
    private static int NextControl(ReadOnlySpan<char> text, int from) =>
        text[from..].IndexOfAny(Controls) is >= 0 and var at ? from + at : text.Length;

    // The position of the next lone surrogate before the end, or the end.
    private static int NextLoneSurrogate(ReadOnlySpan<char> text, int from, int end)
    {
        while (text[from..end].IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var at)
        {
            from += at;
            if (from + 1 >= text.Length || !char.IsSurrogatePair(text[from], text[from + 1]))
                return from;
            from += 2;
        }

        return end;
    }

    private static void AppendEscape(StringBuilder to, char c) => _ = c switch
    {
        '\t' => to.Append(@"\t"),
        '\n' => to.Append(@"\n"),
        '\r' => to.Append(@"\r"),
        _ => to.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
    };
}
