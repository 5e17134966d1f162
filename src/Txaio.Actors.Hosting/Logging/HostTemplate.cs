using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>A message template of Microsoft.Extensions.Logging, converted to a txaio template. Immutable.</summary>
/// <remarks>
/// A hole's name may have any characters in Microsoft.Extensions.Logging, but only word characters in txaio. The
/// conversion renames holes, so that both templates have the same holes in the same order.
/// </remarks>
internal sealed class HostTemplate
{
    private const int Capacity = 1024;
    private const int MaxLength = 1024;
    private const int MaxHoles = 256;

    private static readonly ConcurrentDictionary<string, HostTemplate?> Known = new(StringComparer.Ordinal);

    private HostTemplate(string text, string[] names)
    {
        Text = text;
        Names = names;
    }

    /// <summary>The template for txaio's loggers.</summary>
    public string Text { get; }

    /// <summary>The original name of each hole; at least one name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Converts a template.</summary>
    /// <param name="format">The template.</param>
    /// <returns>
    /// Null if the template has no hole, or has a part that txaio cannot format. The caller then uses the host's text.
    /// </returns>
    public static HostTemplate? Of(string format)
    {
        if (!format.Contains('{', StringComparison.Ordinal))
            return null;
        if (Known.TryGetValue(format, out var known))
            return known;
        var template = Parse(format);
        if (format.Length > MaxLength)
            return template;

        // Bounded, because a program may make templates at run time.
        if (Known.Count >= Capacity)
            Known.Clear();
        Known[format] = template;
        return template;
    }

    private static HostTemplate? Parse(string format)
    {
        var text = new StringBuilder(format.Length);
        var names = new List<string>();
        var words = new List<string>();
        for (var at = 0; at < format.Length;)
        {
            var c = format[at];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
                at++;
            }
            else if (at + 1 < format.Length && format[at + 1] == c)
            {
                text.Append(c, 2);
                at += 2;
            }
            else
            {
                var length = format.AsSpan(at + 1).IndexOfAny('{', '}');
                if (c == '}' || length is < 1 or > FormatBound.Length - 2 || format[at + 1 + length] == '{'
                    || names.Count == MaxHoles)
                {
                    return null;
                }

                if (!TryAddHole(format.AsSpan(at + 1, length), text, names, words))
                    return null;
                at += length + 2;
            }
        }

        return names.Count == 0 ? null : new HostTemplate(text.ToString(), [.. names]);
    }

    // "@Name,-8:N1"
    private static bool TryAddHole(ReadOnlySpan<char> hole, StringBuilder text, List<string> names, List<string> words)
    {
        var end = hole.IndexOfAny(',', ':') is >= 0 and var at ? at : hole.Length;
        var name = hole[..end];
        var shape = hole[end..];
        int? alignment = null;
        if (shape is [',', ..])
        {
            if (!TryReadAlignment(ref shape, out var read))
                return false;
            alignment = read;
        }

        // A format that could make a huge text is left out. The hole stays, so that later values keep their holes.
        if (shape is [':', ..] && !(FormatBound.Allows(shape[1..]) && FormatBound.AllowsNumbers(shape[1..])))
            shape = [];
        names.Add(name.ToString());
        text.Append('{');
        if (name is ['@' or '$', _, ..])
        {
            text.Append(name[0]);
            name = name[1..];
        }

        text.Append(Word(name, words));
        if (alignment is { } width)
            text.Append(CultureInfo.InvariantCulture, $",{width}");
        text.Append(shape).Append('}');
        return true;
    }

    // Microsoft.Extensions.Logging allows blanks and a plus in a width; txaio's templates do not.
    private static bool TryReadAlignment(ref ReadOnlySpan<char> shape, out int alignment)
    {
        var end = shape.IndexOf(':') is >= 0 and var at ? at : shape.Length;
        var width = shape[1..end];
        shape = shape[end..];
        return int.TryParse(width, NumberStyles.Integer, CultureInfo.InvariantCulture, out alignment)
            && alignment is >= -FormatBound.Width and <= FormatBound.Width;
    }

    // These names change: names that start with a digit, which txaio would read as an index; names that txaio itself
    // sets; and repeated names, because holes of one name would get one value.
    private static string Word(ReadOnlySpan<char> name, List<string> words)
    {
        var word = new StringBuilder(name.Length + 1);
        if (name.IsEmpty || char.IsDigit(name[0]))
            word.Append('_');
        foreach (var c in name)
            word.Append(char.IsLetterOrDigit(c) ? c : '_');
        if (name is "log_time" or "log_level" or "log_format" or "txaio_trace" or "log_failure")
            word.Append('_');
        var first = word.ToString();
        var unique = first;
        for (var n = 2; words.Contains(unique, StringComparer.Ordinal); n++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{first}_{n}");
        words.Add(unique);
        return unique;
    }
}
