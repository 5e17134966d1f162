using Akka.Configuration;
using Akka.Configuration.Hocon;
using CsCheck;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>
/// Any value at any path is taken, or refused with one line that names the path and the value. No value leads to another
/// exception, and none ends the process.
/// </summary>
public sealed class AnyValueTests
{
    private const int Values = 20_000;

    // Sections that a user adds; reference.conf has no example of them.
    private static readonly string[] OwnPaths =
    [
        "txaio.loops.io", "txaio.loops.io.dispatcher", "txaio.loops.io.dispatcher.type", "txaio.loops.io.callbacks-per-turn",
        "txaio.loops.io.capacity", "txaio.loops.io.slow-callback", "txaio.timers.t", "txaio.timers.t.bucket",
        "txaio.timers.t.chunk-size", "txaio.timers.t.loop", "txaio.timers.t.rounding", "txaio.logging.categories.A",
        "txaio.unknown", "txaio.futures.unknown", "txaio.\"a b\"", "txaio.loops.\"\"",
    ];

    private static readonly string[] Words =
    [
        "null", "\"null\"", "on", "off", "true", "yes", "default", "io", "none", "info", "up", "akka", "sleeping", "infinite",
        "PinnedDispatcher", "\"\"", "\" \"", "\"a\\nb\\u0000\\u001b[2J\"", "\"é🐘\"", "\"\\\\\"", "[]", "[1]", "[[]]", "[{ a = 1 }]", "{}",
        "{ a = 1 }", "{ a { b = [] } }", "${?x}", "${}", "${y}", "${txaio}", "${txaio.loops}", "${txaio.futures.ask-timeout}", "a b c",
        "1 2", "text with : colon", "\"\"\"triple \" quoted\"\"\"", "akka.actor.default-dispatcher", "-", "+", "1/0", "0x10", "1e9", "NaN",
        "Infinity", "9223372036854775808", "-9223372036854775809", "1ns", "0.1us", "-1s", "1 fortnight", "99999999999999999999d", "0d",
        "1s 1s", "${txaio}5s", "[${txaio}]", "{ a = ${txaio} }",
    ];

    private static Gen<string> Texts => Gen.OneOf(
        Gen.Int[0, Words.Length - 1].Select(static at => Words[at]),
        Gen.Long.Select(static number => $"{number}"),
        Gen.Double.Select(static number => FormattableString.Invariant($"{number}")),
        Gen.Select(Gen.Int[-2, 100_000], Gen.Int[0, 7]).Select(static (number, unit) =>
            $"{number}{new[] { "ns", "us", "ms", "s", "m", "h", "d", " seconds" }[unit]}"),
        Gen.String[Gen.Char["abcXYZ019-_. :{}[]\"$?#\\\n"], 0, 12].Select(static text => $"\"{Escaped(text)}\""));

    private static readonly string[] Paths =
        [.. Leaves("txaio", TxaioSettings.Reference().GetValue("txaio")).Concat(OwnPaths).Distinct()];

    private int _taken;
    private int _refused;

    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        Gen.Select(Gen.Int[0, Paths.Length - 1], Texts).Sample(
            (at, text) => Check($"y = 1\n{Paths[at]} = {text}", Paths[at]), iter: Values);

        // Both happen often: a test in which one of them never happens shows nothing.
        Assert.InRange(_taken, Values / 50, Values);
        Assert.InRange(_refused, Values / 50, Values);
    }

    [Fact]
    public void Any_two_values_are_taken_or_refused_with_one_line()
    {
        var setting = Gen.Select(Gen.Int[0, Paths.Length - 1], Texts).Select(static (at, text) => $"{Paths[at]} = {text}\n");
        setting.Array[2, 5].Sample(settings => Check("y = 1\n" + string.Concat(settings), path: null), iter: Values / 2);
    }

    private void Check(string hocon, string? path)
    {
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception)
        {
            // Akka's parser refuses text that is not HOCON. The library never sees such a document.
            return;
        }

        try
        {
            Read(config);
            Interlocked.Increment(ref _taken);
        }
        catch (ConfigurationException e)
        {
            Interlocked.Increment(ref _refused);
            AssertLine(e.Message, hocon);
            // A mistake in a section may be found at another of its keys: a timer lacks its bucket.
            if (path is not null)
                Assert.StartsWith(path[..Math.Max("txaio".Length, path.LastIndexOf('.'))], e.Message, StringComparison.Ordinal);
        }
        catch (Exception e)
        {
            Assert.Fail($"{hocon}\n{e}");
        }
    }

    // The steps of the extension's start, without an actor system.
    private static void Read(Config config)
    {
        var reference = TxaioSettings.Reference();
        BrokenSubstitutions.Refuse(config, reference);
        var all = config.WithFallback(reference);
        TxaioSettings.Read(all);
        LoopDispatchers.Fallbacks(all);
    }

    private static void AssertLine(string message, string hocon)
    {
        if (message.Length > 1000 || message.Any(char.IsControl) || !message.StartsWith("txaio", StringComparison.Ordinal) || !message.Contains(": "))
            Assert.Fail($"{hocon}\n{message}");
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static IEnumerable<string> Leaves(string path, HoconValue value) =>
        value.IsObject() ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value)).Append(path) : [path];
}
