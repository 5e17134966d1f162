using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>docs/configuration.md agrees with the code.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));

    [Fact]
    public void Page_has_a_row_for_every_setting_with_its_default()
    {
        foreach (var (key, value) in Leaves("txaio", TxaioSettings.Reference().GetValue("txaio")))
        {
            var start = $"| `{key}` |";
            var row = Assert.Single(Page.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));
            if (value.IsString())
                Assert.EndsWith($"| `{value.GetString()}` |", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_has_a_row_for_every_key_of_a_timer() =>
        Assert.All(
            TxaioSettingsReader.TimerKeys,
            static key => Assert.Contains($"| `txaio.timers.{{name}}.{key}` |", Page));

    [Fact]
    public void Page_names_every_section_of_another_package() =>
        Assert.All(TxaioSettingsReader.PackageKeys, static key => Assert.Contains($"`txaio.{key}`", Page));

    [Fact]
    public void Examples_are_read()
    {
        var examples = Example().Matches(Page).Select(static match => match.Groups["text"].Value).ToList();

        Assert.Equal(3, examples.Count);
        Assert.All(examples, static example => Assert.NotEmpty(Hocon.Read(example).Loops));
        Assert.Equal(TimeSpan.FromMilliseconds(50), Hocon.Read(examples[1]).Loops["io"].SlowCallback);
    }

    [Theory]
    [InlineData("txaio.loops.io.callbacks-per-turn = 0")]
    [InlineData("txaio.futures.ask-timeout = 30")]
    [InlineData("txaio.futures.ask_timeout = 30s")]
    [InlineData("txaio.timers.keepalive {}")]
    [InlineData("txaio { default-loop = main, loops.io {} }")]
    public void Refusals_are_worded_as_on_the_page(string hocon) =>
        Assert.Contains($"\n{Hocon.ErrorOf(hocon)}\n", Page);

    private static IEnumerable<(string Key, HoconValue Value)> Leaves(string path, HoconValue value)
    {
        if (!value.IsObject() || path == "txaio.loops.default.dispatcher" || path == "txaio.logging.categories")
            return [(path, value)];
        return value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value));
    }

    [GeneratedRegex(@"```hocon\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
