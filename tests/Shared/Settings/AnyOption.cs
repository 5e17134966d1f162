using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Txaio.Actors.Tests.Shared.Settings;

/// <summary>
/// Sets each key of appsettings to each kind of value, list and section. A value is taken, or refused with one short
/// line that names the key, the value, and what is allowed. The keys are those of the options' types: a new option is
/// tried by itself.
/// </summary>
internal static class AnyOption
{
    private const int LongestLine = 1_000;

    private static readonly string Long = new('x', 70_000);

    /// <summary>Values of every type, within and out of every range.</summary>
    public static readonly string[] Values =
    [
        "", " ", "null", "true", "True", "off", "1", "0", "-1", "1.5", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "1e9",
        "NaN", "Infinity", "0x10", "info", "Up", "up,down", "Akka", "Fire", "Local", "infinite", "Infinite", "00:00:05", "1.00:00:00",
        "-00:00:01", "24:00:00", "5", "5s", "1ns", "0.1us", "-1s", "1 fortnight", "99999999999d", "10675199.02:48:05.4775808",
        "PinnedDispatcher", "akka.actor.default-dispatcher", "${?x}", "${txaio}", "a\nb", "\u001b[2J\0", "\"", "\\", "{x}",
        "\u00e9\U0001F418\u202e", "\ud83d", "text with : colon", Long, Long + "\n", new string('9', 70_000),
    ];

    private static readonly string[] Names = ["name", "", " ", "a.b", "a\nb\u001b[2J", "\u00e9\u202e", Long];

    /// <summary>The key of each option, with names of every kind for each dictionary, and keys that do not exist.</summary>
    public static IEnumerable<string> Keys(string root, Type type) =>
        [.. Paths(root, type), root, $"{root}:Unknown", $"{root}:a\nb\u001b[2J", $"{root}:{Long}"];

    /// <summary>Sets each key to each value, to a list of it, and to a section with it.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="bind">Binds options to a section, and makes their HOCON.</param>
    /// <returns>How many values were taken and refused.</returns>
    public static (int Taken, int Refused) TryAll(IEnumerable<string> keys, Action<IConfiguration> bind)
    {
        var (taken, refused) = (0, 0);
        var wrong = new List<string>();
        foreach (var key in keys.Distinct())
        {
            var settings = Values.Select(value => (Key: key, Value: (string?)value))
                .Concat([(key, null), ($"{key}:0", "1"), ($"{key}:Below", "x")]);
            foreach (var (at, value) in settings)
            {
                var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(at, value)]).Build();
                switch (Record.Exception(() => bind(configuration)))
                {
                    case null:
                        taken++;
                        break;
                    case ConfigurationException e:
                        refused++;
                        if (Lacks(e.Message, key, at, value ?? "") is { } lack)
                            wrong.Add($"{Cut(at)} = {Cut(value ?? "null")} {lack}: {Cut(e.Message)}");
                        break;
                    case var e:
                        wrong.Add($"{Cut(at)} = {Cut(value ?? "null")}: {Cut($"{e}")}");
                        break;
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {taken + refused} values:\n{string.Join('\n', wrong.Take(200))}");
        return (taken, refused);
    }

    private static string? Lacks(string line, string key, string at, string value)
    {
        if (line.Any(static c => char.IsControl(c) || c is '\u202e'))
            return "is refused in a text that is no line";
        if (line.Length > LongestLine)
            return $"is refused with {line.Length} characters";
        var plain = key.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is ':').Take(200).ToArray();
        if (!line.StartsWith(new string(plain), StringComparison.Ordinal))
            return "is refused with another key";
        if (line.Contains(": not a known key; known are ", StringComparison.Ordinal))
            return null;
        if (at == key && value.All(char.IsAsciiLetterOrDigit) && !line.Contains($" = {value[..Math.Min(value.Length, 200)]}"))
            return "is refused with another value";
        return line.Contains(": must be ") || line.Contains(": is a section, and must be ") ? null : "is refused without what is allowed";
    }

    private static IEnumerable<string> Paths(string path, Type type)
    {
        foreach (var property in type.GetProperties())
        {
            var below = $"{path}:{property.Name}";
            if (property.CanWrite)
                yield return below;
            else if (property.PropertyType.IsGenericType)
                foreach (var key in Names.SelectMany((name, at) => Entries($"{below}:{name}", property.PropertyType.GetGenericArguments()[1], at)).Append(below))
                    yield return key;
            else
                foreach (var key in Paths(below, property.PropertyType).Append(below))
                    yield return key;
        }
    }

    // All options of an entry with a usual name, and one of an entry with a name that is not.
    private static IEnumerable<string> Entries(string path, Type type, int name) =>
        type == typeof(string) ? [path] : Paths(path, type).Take(name == 0 ? int.MaxValue : 1).Append(path);

    private static string Cut(string text) => string.Concat(
        text.Take(300).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
