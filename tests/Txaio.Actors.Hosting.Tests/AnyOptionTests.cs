using Akka.Configuration;
using CsCheck;
using Microsoft.Extensions.Configuration;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Any value of any key of appsettings is taken, or refused with one line that names the key and the value. A value that
/// is taken becomes HOCON that can be read.
/// </summary>
public sealed class AnyOptionTests
{
    private const int Values = 20_000;

    private static readonly string[] Words =
    [
        "", " ", "null", "true", "True", "off", "1", "0", "-1", "1.5", "2147483648", "9223372036854775808", "1e9", "NaN", "0x10", "info",
        "Up", "up,down", "Akka", "infinite", "Infinite", "00:00:05", "1.00:00:00", "-00:00:01", "5", "5s", "1ns", "99999999999d",
        "10675199.02:48:05.4775808", "PinnedDispatcher", "akka.actor.default-dispatcher", "${?x}", "${txaio}", "a\nb", "\u001b[2J\0", "\"", "\\",
        "{x}", "é🐘", "\ud83d", "text with : colon",
    ];

    private static readonly string[] Keys = [.. Paths("Txaio", typeof(TxaioOptions)), "Txaio", "Txaio:Unknown", "Txaio:Futures:Unknown"];

    private static Gen<string> Texts => Gen.OneOf(
        Gen.Int[0, Words.Length - 1].Select(static at => Words[at]),
        Gen.Long.Select(static number => $"{number}"),
        Gen.TimeSpan.Select(static time => $"{time}"),
        Gen.Select(Gen.Int[-2, 100_000], Gen.Int[0, 5]).Select(static (number, unit) =>
            $"{number}{new[] { "ns", "us", "ms", "s", "m", "d" }[unit]}"),
        Gen.String[0, 12]);

    private int _taken;
    private int _refused;

    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        Gen.Select(Gen.Int[0, Keys.Length - 1], Texts).Sample((at, text) => Check(Keys[at], text), iter: Values);

        Assert.InRange(_taken, Values / 50, Values);
        Assert.InRange(_refused, Values / 50, Values);
    }

    private void Check(string key, string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, text)]).Build();
        try
        {
            var options = new TxaioOptions();
            OptionsBinding.Bind(configuration.GetSection("Txaio"), options);
            var hocon = OptionsHocon.Of(options);
            ConfigurationFactory.ParseString(hocon);
            Interlocked.Increment(ref _taken);
        }
        catch (ConfigurationException e)
        {
            Interlocked.Increment(ref _refused);
            if (!e.Message.StartsWith(key, StringComparison.Ordinal) || e.Message.Any(char.IsControl) || e.Message.Length > 1000)
                Assert.Fail($"{key} = {text}\n{e.Message}");
        }
        catch (Exception e)
        {
            Assert.Fail($"{key} = {text}\n{e}");
        }
    }

    // The path of each option, with a name for each dictionary.
    private static IEnumerable<string> Paths(string path, Type type)
    {
        foreach (var property in type.GetProperties())
        {
            var below = $"{path}:{property.Name}";
            if (property.CanWrite)
                yield return below;
            else if (property.PropertyType.IsGenericType)
                foreach (var key in Entries($"{below}:name", property.PropertyType.GetGenericArguments()[1]))
                    yield return key;
            else
                foreach (var key in Paths(below, property.PropertyType))
                    yield return key;
        }
    }

    private static IEnumerable<string> Entries(string path, Type type) => type == typeof(string) ? [path] : Paths(path, type).Append(path);
}
