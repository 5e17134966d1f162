using KeepAlive;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The command line.</summary>
public sealed class OptionsParserTests
{
    [Fact]
    public void No_options_give_the_demo_with_its_defaults()
    {
        var options = OptionsParser.Parse([]);

        Assert.Equal((Mode.Demo, 1000, 100), (options.Mode, options.Connections, options.SilentConnections));
        Assert.Equal(TimeSpan.FromSeconds(20), options.Duration);
    }

    [Theory]
    [InlineData(20, 4, 2)]
    [InlineData(60, 4, 2)]
    [InlineData(6, 1.2, 1)]
    public void Times_are_shorter_in_short_runs(double seconds, double ping, double timeout)
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse(["--seconds", $"{seconds}"]));

        Assert.Equal(ping, settings.Ping.TotalSeconds, 3);
        Assert.Equal(timeout, settings.Timeout.TotalSeconds, 3);
    }

    [Fact]
    public void Last_silence_leaves_time_for_the_ping_and_the_drop()
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "3", "--timeout", "2"]));
        var bucket = TimeSpan.FromMilliseconds(200);

        Assert.Equal(
            TimeSpan.FromSeconds(20 - 3 - 2 - (3 * 0.2) - 1),
            settings.LastSilence(TimeSpan.FromSeconds(20), bucket));
        Assert.Throws<UsageException>(() => settings.LastSilence(TimeSpan.FromSeconds(6.6), bucket));
    }

    [Theory]
    [InlineData("--pings", "4", "unknown option --pings; see --help")]
    [InlineData("--connections", null, "--connections needs a value: a whole number from 1 to 60000")]
    [InlineData("--connections", "0", "--connections 0: must be a whole number from 1 to 60000")]
    [InlineData("--connections", "60001", "--connections 60001: must be a whole number from 1 to 60000")]
    [InlineData("--silent", "101", "--silent 101: must be a percentage from 0 to 100")]
    [InlineData("--silent", "-1", "--silent -1: must be a percentage from 0 to 100")]
    [InlineData("--seconds", "0", "--seconds 0: must be seconds from 0.001 to 86400")]
    [InlineData("--ping", "1e3", "--ping 1e3: must be seconds from 0.001 to 86400")]
    [InlineData("--timeout", "soon", "--timeout soon: must be seconds from 0.001 to 86400")]
    [InlineData("--config", " ", "--config  : must be the path of a HOCON file")]
    [InlineData("--listen", "8080", "--listen 8080: must be an address such as http://127.0.0.1:8080")]
    [InlineData("--listen", "https://127.0.0.1", "--listen https://127.0.0.1: must be an address such as http://127.0.0.1:8080")]
    [InlineData("--listen", "http://127.0.0.1/x", "--listen http://127.0.0.1/x: must be an address such as http://127.0.0.1:8080")]
    public void Bad_option_is_named_with_what_is_allowed(string name, string? value, string message)
    {
        string[] arguments = value is null ? [name] : [name, value];

        Assert.Equal(message, Assert.Throws<UsageException>(() => OptionsParser.Parse(arguments)).Message);
    }

    [Fact]
    public void Option_given_twice_is_refused() =>
        Assert.Throws<UsageException>(() => OptionsParser.Parse(["--ping", "1", "--ping=2"]));

    [Theory]
    [InlineData("--connections=200", "--silent=5")]
    [InlineData("--connections", "200", "--silent", "5")]
    [InlineData("--connections", "200", "--silent=5")]
    public void Value_follows_a_space_or_an_equals_sign(params string[] arguments)
    {
        var options = OptionsParser.Parse(arguments);

        Assert.Equal((200, 5), (options.Connections, options.SilentPercent));
    }

    [Fact]
    public void Value_may_have_equals_signs_of_its_own() =>
        Assert.Equal("a=b.conf", OptionsParser.Parse(["--config=a=b.conf"]).ConfigFile);

    [Fact]
    public void Settings_of_pings_are_those_of_Autobahn()
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse([]));
        Assert.Equal((12, true), (settings.PingSize, settings.RestartOnAnyTraffic));

        settings = KeepAliveSettings.Read(
            OptionsParser.Parse(["--ping-size=125", "--restart-on-any-traffic=no"]));
        Assert.Equal((125, false), (settings.PingSize, settings.RestartOnAnyTraffic));
    }

    [Theory]
    [InlineData("200", "unexpected argument 200; see --help")]
    [InlineData("--connections=", "--connections : must be a whole number from 1 to 60000")]
    [InlineData("--connection=5", "unknown option --connection; see --help")]
    [InlineData("--ping-size=11", "--ping-size 11: must be a whole number from 12 to 125")]
    [InlineData("--ping-size=126", "--ping-size 126: must be a whole number from 12 to 125")]
    [InlineData("--restart-on-any-traffic=maybe", "--restart-on-any-traffic maybe: must be yes or no")]
    public void Bad_argument_is_named(string argument, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => OptionsParser.Parse([argument])).Message);

    [Fact]
    public void Listen_with_connections_is_refused() => Assert.Throws<UsageException>(
        () => OptionsParser.Parse(["--listen", "http://127.0.0.1:0", "--connections", "5"]));

    [Theory]
    [InlineData(200, 0.4, "")]
    [InlineData(201, 0.4, "--ping 0.4 is too short")]
    public void Times_are_at_least_two_buckets(int bucket, double ping, string message)
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse(["--ping", $"{ping}", "--timeout", "1"]));

        var error = Record.Exception(() => settings.Check(TimeSpan.FromMilliseconds(bucket)));

        Assert.StartsWith(message, error?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(message.Length > 0, error is UsageException);
    }

    [Fact]
    public void Config_that_cannot_be_used_is_named()
    {
        Assert.StartsWith("--config no.conf: cannot be read", Error("no.conf"), StringComparison.Ordinal);

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "txaio { default-loop = default }");
            Assert.Equal($"--config {file}: has no section txaio.timers.keepalive", Error(file));
        }
        finally
        {
            File.Delete(file);
        }

        static string Error(string file) => Assert.Throws<UsageException>(
            () => KeepAliveSettings.Read(OptionsParser.Parse(["--config", file]))).Message;
    }
}
