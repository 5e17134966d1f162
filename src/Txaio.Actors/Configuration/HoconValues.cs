using Akka.Configuration.Hocon;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Configuration;

/// <summary>Reads one value of a HOCON tree, without reading the values inside.</summary>
/// <remarks>
/// Akka's parser resolves <c>${?x}</c> and <c>${}</c> to the root of the document. A substitution may also lead back to
/// itself; Akka's own accessors overflow the stack then. So these methods read one level only.
/// </remarks>
internal static class HoconValues
{
    private const int LongestText = 60;
    private const int LongestEnd = 100;

    /// <summary>The value as a section; null if it is not a section.</summary>
    public static HoconObject? Section(HoconValue value) =>
        IsBroken(value) ? null : value.GetObject();

    /// <summary>The value as text; null if it is not text, or HOCON's <c>null</c>.</summary>
    public static string? Text(HoconValue value) => RefersToItself(value) ? null : value.GetString();

    /// <summary>Whether the value is a list, also an empty list.</summary>
    public static bool IsArray(HoconValue value) =>
        !RefersToItself(value) && value.Values.Exists(static element => element.IsArray());

    /// <summary>Whether the value is one substitution that leads back to the value.</summary>
    public static bool RefersToItself(HoconValue value) => RefersToItself(value, []);

    /// <summary>Whether the value is a substitution that Akka resolves to itself or to the whole document.</summary>
    public static bool IsBroken(HoconValue value) => RefersToItself(value) || IsOptionalSubstitution(value);

    /// <summary>The value for an error message: short, on one line, without the contents of a section.</summary>
    public static string Show(HoconValue value)
    {
        if (RefersToItself(value))
            return "a substitution that refers to itself";
        if (IsOptionalSubstitution(value))
            return "${?...} (Akka's HOCON has no optional substitutions)";
        if (value.GetObject() != null)
            return "{...}";
        if (IsArray(value))
            return "[...]";
        if (value.Values.Count == 0)
            return "(nothing)";
        return value.GetString() is { } text ? OneLine(text) : "null";
    }

    /// <summary>A key as in a path: a plain word as it is, any other in quotes, safe in a line and cut.</summary>
    public static string Key(string key) =>
        key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? key
            : $"\"{OneLine(key).Trim('"')}\"";

    /// <summary>A path for an error message: a long one without its middle.</summary>
    public static string Path(string path) =>
        path.Length <= 2 * LongestEnd ? path : $"{path[..LongestEnd]}...{path[^LongestEnd..]}";

    /// <summary>The text, safe in a line and cut to a length.</summary>
    public static string OneLine(string text)
    {
        if (text.Length == 0)
            return "\"\"";
        var cut = text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "...") : text;
        return SafeText.Of(cut);
    }

    private static bool IsOptionalSubstitution(HoconValue value) =>
        value.Values is [HoconSubstitution substitution, ..]
        && (substitution.Path.Length == 0 || substitution.Path[0] == '?');

    private static bool RefersToItself(HoconValue value, HashSet<HoconValue> above)
    {
        if (!value.Values.Exists(static element => element is HoconSubstitution))
            return false;
        if (!above.Add(value))
            return true;
        foreach (var element in value.Values)
        {
            if (element is HoconSubstitution { ResolvedValue: { } resolved } && RefersToItself(resolved, above))
                return true;
        }

        above.Remove(value);
        return false;
    }
}
