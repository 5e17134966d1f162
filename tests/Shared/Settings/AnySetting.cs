using Akka.Configuration;
using Akka.Configuration.Hocon;
using Xunit;

namespace Txaio.Actors.Tests.Shared.Settings;

/// <summary>
/// Sets each key of a section to each kind of value. A value is taken, or refused with one short line that names the
/// key, the value, and what is allowed. The keys are those of <c>reference.conf</c>: a new key is tried by itself.
/// </summary>
internal static class AnySetting
{
    private const int LongestLine = 1_000;

    // Stands for 70,000 characters, which Akka's parser would read for a tenth of a second.
    private const string Mark = "longlonglong";

    private static readonly string Long = new('x', 70_000);

    /// <summary>Values of every type, within and out of every range.</summary>
    public static readonly string[] Values =
    [
        "", "null", "\"null\"", "on", "off", "true", "yes", "maybe", "default", "infinite", "none", "info", "up", "\"\"", "\" \"",
        "0", "1", "-1", "1.5", "1e9", "1e400", "NaN", "Infinity", "0x10", "2147483647", "2147483648", "-2147483649", "9223372036854775808",
        "0s", "1ms", "0.5ms", "1ns", "0.1us", "-1s", "5s", "2d", "1s 1s", "1 fortnight", "5x", "s", "106751992d", "99999999999999999999d",
        "[]", "[1]", "[[]]", "[{ a = 1 }]", "{}", "{ a = 1 }", "{ a { b = [] } }", "a b c", "1 2", "\"a\\nb\\u0000\\u001b[2J\"",
        "\"\u00e9\U0001F418\u202e\"", "\"\ud83d\"", "\"\\\\\"", "\"\"\"one\n\"two\"\"\"\"", "2026-01-01", "\"2026-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59+00:00\"", "akka.actor.default-dispatcher", "PinnedDispatcher", "${?x}", "${}", "${y}", "${txaio}", "${txaio}5s",
        "[${txaio}]", "{ a = ${txaio} }", $"\"{Mark}\"", $"\"{Mark}\\n\"", $"{{ {Mark} = 1 }}", new string('9', 400), new string('9', 400) + "s",
    ];

    /// <summary>Names that a user may give to a section, and keys that do not exist.</summary>
    public static readonly string[] Names =
        ["\"\"", "\" \"", "a.b", "\"a.b\"", "\"a\\nb\\u001b[2J\"", "\"\u00e9\"", "unknown", Mark, $"\"{Mark}\u202e\""];

    /// <summary>The paths of all sections and keys below a path.</summary>
    public static IEnumerable<string> Paths(string path, HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Paths($"{path}.{item.Key}", item.Value)).Append(path)
        : [path];

    /// <summary>The paths with names in place of a section's name.</summary>
    public static IEnumerable<string> Named(string section) => Names.Select(name => $"{section}.{name}");

    /// <summary>Sets each path to each value.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="read">Reads the settings of a configuration as the start of the package does.</param>
    /// <returns>How many values were taken and refused.</returns>
    public static (int Taken, int Refused) TryAll(IEnumerable<string> paths, Action<Config> read)
    {
        var (taken, refused) = (0, 0);
        var wrong = new List<string>();
        foreach (var path in paths.Distinct())
        {
            foreach (var value in Names.Any(name => path.EndsWith($".{name}", StringComparison.Ordinal)) ? ["1", "null", "{}", "{ a = 1 }", Mark] : Values)
            {
                if (Parse($"y = 1\n{path} = {value}") is not { } config)
                    continue;
                switch (Record.Exception(() => read(config)))
                {
                    case null:
                        taken++;
                        break;
                    case ConfigurationException e:
                        refused++;
                        if (Lacks(e.Message, path, value) is { } lack)
                            wrong.Add($"{Cut(path)} = {Cut(value)} {lack}: {Cut(e.Message)}");
                        break;
                    case var e:
                        wrong.Add($"{Cut(path)} = {Cut(value)}: {Cut($"{e}")}");
                        break;
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {taken + refused} values:\n{string.Join('\n', wrong.Take(200))}");
        return (taken, refused);
    }

    // Akka's parser refuses text that is not HOCON. The library never sees such a document.
    private static Config? Parse(string hocon)
    {
        Config? parsed = null;
        if (Record.Exception(() => parsed = ConfigurationFactory.ParseString(hocon)) is not null)
            return null;
        if (hocon.Contains(Mark))
            Lengthen(parsed!.Root, []);
        return parsed;
    }

    private static void Lengthen(HoconValue value, HashSet<HoconValue> seen)
    {
        if (!seen.Add(value))
            return;
        foreach (var element in value.Values)
        {
            if (element is HoconLiteral literal)
                literal.Value = literal.Value?.Replace(Mark, Long);
            if (element is not HoconObject section)
                continue;
            foreach (var (key, below) in section.Items.ToList())
            {
                section.Items.Remove(key);
                section.Items[key.Replace(Mark, Long)] = below;
                Lengthen(below, seen);
            }
        }
    }

    private static string? Lacks(string line, string path, string value)
    {
        if (line.Any(static c => char.IsControl(c) || c is '\u202e'))
            return "is refused in a text that is no line";
        if (line.Length > LongestLine)
            return $"is refused with {line.Length} characters";
        // A mistake in a section may be found at another of its keys: a timer lacks its bucket.
        if (!line.StartsWith(path[..Math.Min(60, Math.Max("txaio".Length, path.LastIndexOf('.')))], StringComparison.Ordinal))
            return "is refused with another key";
        if (!line.Contains(" = ", StringComparison.Ordinal) && !line.Contains(" is missing: ", StringComparison.Ordinal))
            return "is refused without a value";
        var isShown = !value.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') || value is "" or "null"
            || line.Contains(value[..Math.Min(value.Length, 60)], StringComparison.Ordinal) || value.Contains(Mark)
            || !line.StartsWith($"{path} = ", StringComparison.Ordinal);
        if (!isShown)
            return "is refused with another value";
        return line.Contains(": must ") || line.Contains(": a name must ") || line.Contains("not a known key; known ")
            ? null
            : "is refused without what is allowed";
    }

    private static string Cut(string text) => (text.Length > 300 ? text[..300] + "..." : text).ReplaceLineEnds();

    private static string ReplaceLineEnds(this string text) =>
        string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
