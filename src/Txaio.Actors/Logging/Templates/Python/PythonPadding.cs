using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>Pads and cuts texts by characters. A surrogate pair counts as one character.</summary>
internal static class PythonPadding
{
    /// <summary>Pads the text to the width. If a centered text has unequal sides, the right side is longer.</summary>
    public static string Pad(string text, string fill, char align, int width)
    {
        // A text of more than twice the width needs no padding. Its characters are not counted.
        var missing = width - (text.Length <= width * 2L ? CountOf(text) : width);
        if (missing <= 0)
            return text;
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        var padded = new StringBuilder(text.Length + (missing * fill.Length));
        padded.Insert(0, fill, left).Append(text);
        for (var i = left; i < missing; i++)
            padded.Append(fill);
        return padded.ToString();
    }

    /// <summary>The first <paramref name="count"/> characters of a text.</summary>
    public static string First(string text, int count)
    {
        var end = 0;
        for (; count > 0 && end < text.Length; count--)
            end += IsPair(text, end) ? 2 : 1;
        return text[..end];
    }

    private static int CountOf(string text)
    {
        var count = text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    private static bool IsPair(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
}
