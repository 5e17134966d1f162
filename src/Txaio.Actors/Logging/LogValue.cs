using System.Collections;
using System.Globalization;
using System.Text;

namespace Txaio.Actors;

/// <summary>A value as text in a message: invariant culture, collections with their items.</summary>
internal static class LogValue
{
    private const int MaxItems = 100;
    private const int MaxDepth = 3;

    /// <summary>The text, or null if the value's own code throws or does not know the format.</summary>
    public static string? TryRender(object? value, string? format)
    {
        try
        {
            return Render(value, format, MaxDepth);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static string Render(object? value, string? format, int depth) => value switch
    {
        null => "null",
        string text => text,
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        ICollection items when depth > 0 => RenderItems(items, format, depth - 1),
        _ => value.ToString() ?? "",
    };

    private static string RenderItems(ICollection items, string? format, int depth)
    {
        var text = new StringBuilder("[");
        var count = 0;

        // A dictionary's own enumerator gives entries, whatever the types of its keys and values.
        for (var each = items is IDictionary pairs ? pairs.GetEnumerator() : items.GetEnumerator(); each.MoveNext();)
        {
            if (count > 0)
                text.Append(", ");
            if (count++ == MaxItems)
            {
                text.Append("...");
                break;
            }

            if (each.Current is DictionaryEntry entry)
                text.Append(Render(entry.Key, null, depth)).Append(": ").Append(Render(entry.Value, format, depth));
            else
                text.Append(Render(each.Current, format, depth));
        }

        return text.Append(']').ToString();
    }
}
