using Akka.Configuration;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>The settings that the library reads when Akka's HOCON parser gets unusual text.</summary>
public sealed class HoconParserTests
{
    private const string ADuration =
        "must be a duration of more than zero with a unit, such as 200ms or 30s, or infinite";

    private const string NoOptional = "${?...} (Akka's HOCON has no optional substitutions)";

    [Fact]
    public void Substitution_of_a_value_and_of_a_section_is_read()
    {
        var settings = Hocon.Read(
            """
            limit = 10
            own { type = PinnedDispatcher }
            txaio.loops.io { capacity = ${limit}, dispatcher = ${own} }
            """);

        Assert.Equal(10, settings.Loops["io"].Capacity);
        Assert.Equal("txaio.loops.io.dispatcher", settings.Loops["io"].Dispatcher);
    }

    [Fact]
    public void Optional_substitution_that_Akka_resolves_to_the_root_is_refused()
    {
        Assert.Equal(
            $"txaio.futures.ask-timeout = {NoOptional}: {ADuration}",
            Hocon.ErrorOf("txaio.futures.ask-timeout = ${?MISSING}"));
        Assert.StartsWith("txaio.futures.", Hocon.ErrorOf("txaio.futures = ${?x}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Optional_substitution_ends_its_section_for_Akka() =>
        Assert.StartsWith(
            "txaio.log-unhandled = off: not a known key",
            Hocon.ErrorOf("txaio { futures { ask-timeout = ${?x}\nlog-unhandled = off } }"), StringComparison.Ordinal);

    [Fact]
    public void Section_that_contains_the_root_is_not_walked()
    {
        Assert.StartsWith(
            "txaio.futures.cluster = {...}: not a known key",
            Hocon.ErrorOf("txaio { futures = ${txaio}, cluster = ${txaio} }"), StringComparison.Ordinal);
        Assert.Equal("default", Hocon.Read("txaio { cluster = ${txaio}, testkit = ${} }").DefaultLoop);
    }

    [Fact]
    public void Substitution_that_refers_to_itself_is_refused()
    {
        // The test adds no fallback, because Akka overflows the stack when a fallback is merged into this text.
        var config = ConfigurationFactory.ParseString("txaio = ${other}\nother = ${txaio}");

        Assert.Equal(
            "txaio = a substitution that refers to itself: must be a section",
            Hocon.ErrorOf(() => TxaioSettings.Read(config)));
    }

    [Fact]
    public void Include_brings_settings_in_at_its_place()
    {
        var config = ConfigurationFactory.ParseString(
            "txaio { include \"loops.conf\" }",
            static _ => Parser("loops.conf", "loops.io { capacity = 3 }"));

        Assert.Equal(3, TxaioSettings.Read(config.WithFallback(TxaioSettings.Reference())).Loops["io"].Capacity);
    }

    [Fact]
    public void Key_without_a_value_takes_the_next_line_for_it() =>
        Assert.Equal(
            "txaio.logging.level = shutdown-timeout: must be none, critical, error, warn, info, debug or trace",
            Hocon.ErrorOf("txaio.logging.level =\nshutdown-timeout = 3s"));

    [Fact]
    public void Append_operator_that_Akka_takes_for_a_key_is_refused() =>
        Assert.StartsWith(
            "txaio.futures.\"ask-timeout +\" = 3s: not a known key",
            Hocon.ErrorOf("txaio.futures { ask-timeout += 3s }"), StringComparison.Ordinal);

    [Fact]
    public void Quoted_null_is_null_to_Akka() =>
        Assert.Equal(
            "txaio.logging.categories.A = null: must be text, the message template of the category",
            Hocon.ErrorOf("txaio.logging.categories.A = \"null\""));

    [Fact]
    public void Comma_after_a_section_is_refused_by_Akka() =>
        Assert.Throws<FormatException>(() => Hocon.Read("txaio { futures {}, logging {} }"));

    [Fact]
    public void Last_of_two_values_wins() =>
        Assert.Equal(4, Hocon.Read("txaio.loops.io.capacity = 3\ntxaio.loops.io.capacity = 4").Loops["io"].Capacity);

    [Theory]
    [InlineData("5", false)]
    [InlineData("5ms", true)]
    [InlineData("5us", true)]
    public void Unit_is_wanted_and_microseconds_are_read_unlike_with_Akka(string text, bool read)
    {
        var hocon = $"txaio.futures.ask-timeout = {text}";

        if (read)
            Assert.True(Hocon.Read(hocon).Futures.AskTimeout > TimeSpan.Zero);
        else
            Assert.Equal($"txaio.futures.ask-timeout = 5: {ADuration}", Hocon.ErrorOf(hocon));
    }

    private static Akka.Configuration.Hocon.HoconRoot Parser(string name, string text)
    {
        Assert.Equal("loops.conf", name);
        return Akka.Configuration.Hocon.Parser.Parse(text, static _ => null!);
    }
}
