using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// The name in a hole, as in Python's <c>str.format</c>: a root, then <c>.member</c> and <c>[key]</c> in any order.
/// </summary>
internal sealed class FieldPath
{
    private readonly (string Name, bool IsKey)[] _steps;

    private FieldPath(string text, string root, (string Name, bool IsKey)[] steps)
    {
        Text = text;
        Root = root;
        _steps = steps;
        SinkName = ToSinkName();
    }

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    /// <summary>The first name of the path.</summary>
    public string Root { get; }

    /// <summary>The path as one plain name: <c>things[one]</c> is <c>things_one</c>.</summary>
    public string SinkName { get; }

    /// <summary><c>SinkName</c>, with <c>_</c> before a leading digit.</summary>
    public string RawName => RawNameOf(SinkName);

    /// <summary>
    /// The name, with <c>_</c> before a leading digit: sinks read a number as an index, and a name such as 1a as text.
    /// </summary>
    public static string RawNameOf(string name) => char.IsDigit(name[0]) ? "_" + name : name;

    /// <summary>Reads a path.</summary>
    /// <param name="text">The hole without its format.</param>
    /// <param name="strict">
    /// True: root and members must be names that Serilog accepts, or the whole path a number. False: names may have any
    /// characters.
    /// </param>
    /// <param name="path">The path.</param>
    /// <returns>False if the text is not a path.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, bool strict, [NotNullWhen(true)] out FieldPath? path)
    {
        path = null;
        var rootLength = text.IndexOfAny('.', '[') is >= 0 and var at ? at : text.Length;
        var root = text[..rootLength];
        if (root.IsEmpty || (strict && !IsIdentifier(root) && (root.Length < text.Length || !IsNumber(root))))
            return false;

        var steps = new List<(string, bool)>();
        for (var rest = text[rootLength..]; !rest.IsEmpty;)
        {
            var isKey = rest[0] == '[';
            if (!isKey && rest[0] != '.')
                return false;

            var end = isKey ? rest.IndexOf(']') : EndOfMember(rest);
            if (end < 2)
                return false;

            var name = rest[1..end];
            if (strict && !isKey && !IsIdentifier(name))
                return false;

            steps.Add((name.ToString(), isKey));
            rest = rest[(isKey ? end + 1 : end)..];
        }

        path = new FieldPath(text.ToString(), root.ToString(), [.. steps]);
        return true;
    }

    /// <summary>Follows the path from the root's value. Does not catch exceptions of properties.</summary>
    /// <returns>False if a step finds no member or item.</returns>
    public bool TryFollow(object? root, out object? value)
    {
        value = root;
        foreach (var (name, isKey) in _steps)
        {
            if (value is null)
                return false;
            if (!(isKey ? ObjectLookup.TryKey(value, name, out value) : ObjectLookup.TryMember(value, name, out value)))
                return false;
        }

        return true;
    }

    private static int EndOfMember(ReadOnlySpan<char> rest) =>
        rest[1..].IndexOfAny('.', '[') is >= 0 and var at ? at + 1 : rest.Length;

    // Serilog's rule for names.
    private static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
                return false;
        }

        return !char.IsDigit(text[0]);
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsDigit(c))
                return false;
        }

        return true;
    }

    // Sinks do not parse paths: every character other than letters and digits becomes '_'.
    private string ToSinkName() =>
        string.Create(
            Root.Length + _steps.Sum(s => s.Name.Length + 1),
            this,
            static (name, path) =>
            {
                Copy(path.Root, name);
                var at = path.Root.Length;
                foreach (var (step, _) in path._steps)
                {
                    name[at++] = '_';
                    Copy(step, name[at..]);
                    at += step.Length;
                }
            });

    private static void Copy(string from, Span<char> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsLetterOrDigit(from[i]) ? from[i] : '_';
    }
}
