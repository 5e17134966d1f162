using Akka.Configuration;
using Txaio.Samples.Tests;
using Wamp;
using Wamp.Routing;

namespace Txaio.Wamp.Tests.Routing;

/// <summary>A mistake in the configuration stops the start, with one line that names the key, the value and the allowed
/// values.</summary>
public sealed class SettingsTests
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    [Theory]
    [InlineData("wamp.ping-intervall = 10s", "wamp.ping-intervall = 10s: is not a known key; known are realms, ")]
    [InlineData("wamp.limits.size = 1", "wamp.limits = {...}: is not a known key; known are realms, ")]
    [InlineData("wamp.realms.realm1.anonymos = on",
        "wamp.realms.realm1.anonymos = on: is not a known key; known are anonymous, users")]
    [InlineData("wamp.realms.\"com.example.members\".users.joe.sekret = x",
        "wamp.realms.\"com.example.members\".users.joe.sekret = x: is not a known key; known are secret, role")]
    [InlineData("wamp.message-size = large", "wamp.message-size = large: must be a whole number from 100 to 100000000")]
    [InlineData("wamp.message-size = 1.5", "wamp.message-size = 1.5: must be a whole number")]
    [InlineData("wamp.message-size = -1", "wamp.message-size = -1: must be a whole number")]
    [InlineData("wamp.message-size = 99999999999", "wamp.message-size = 99999999999: must be a whole number")]
    [InlineData("wamp.message-size = [1]", "wamp.message-size = [...]: must be a whole number")]
    [InlineData("wamp.message-size = { a = 1 }", "wamp.message-size = {...}: must be a whole number")]
    [InlineData("wamp.message-size = null", "wamp.message-size = null: must be a whole number")]
    [InlineData("wamp.message-size = \"\"", "wamp.message-size = \"\": must be a whole number")]
    [InlineData("wamp.outbox-messages = 0", "wamp.outbox-messages = 0: must be a whole number from 1 to 10000000")]
    [InlineData("wamp.outbox-bytes = 1", "wamp.outbox-bytes = 1: must be a whole number from 1000 to ")]
    [InlineData("wamp.max-sessions = many", "wamp.max-sessions = many: must be a whole number from 1 to 1000000")]
    [InlineData("wamp.hello-timeout = 5", "wamp.hello-timeout = 5: must be a duration from 10ms to 1d, with its unit")]
    [InlineData("wamp.hello-timeout = soon", "wamp.hello-timeout = soon: must be a duration")]
    [InlineData("wamp.close-timeout = -1s", "wamp.close-timeout = -1s: must be a duration")]
    [InlineData("wamp.close-timeout = 0s", "wamp.close-timeout = 0s: must be a duration")]
    [InlineData("wamp.ping-interval = infinite", "wamp.ping-interval = infinite: must be a duration")]
    [InlineData("wamp.ping-timeout = 99999999999999d", "wamp.ping-timeout = 99999999999999d: must be a duration")]
    [InlineData("wamp.ping-timeout = [1s]", "wamp.ping-timeout = [...]: must be a duration")]
    [InlineData("wamp.realms.realm1.anonymous = maybe", "wamp.realms.realm1.anonymous = maybe: must be on or off")]
    [InlineData("wamp.realms.realm1 = on", "wamp.realms.realm1 = on: must be a section")]
    [InlineData("wamp.realms.realm2 {}", "wamp.realms.realm2.anonymous is missing: must be on or off")]
    [InlineData("wamp.realms.\"a b\" { anonymous = on }",
        "wamp.realms = {...}: must be one or more sections, each named by a URI")]
    [InlineData("wamp.realms.\"com.example.members\".users = joe",
        "wamp.realms.\"com.example.members\".users = joe: must be a section")]
    [InlineData("wamp.realms.realm1.users.jim { role = member }",
        "wamp.realms.realm1.users.jim.secret is missing: must be a text")]
    [InlineData("wamp.realms.realm1.users.jim { secret = \"\", role = member }",
        "wamp.realms.realm1.users.jim.secret = \"\": must be a text that is not empty")]
    [InlineData("wamp = 5", "wamp = 5: must be a section")]
    [InlineData("txaio.timers.sessions.bucket = often", "txaio.timers.sessions.bucket = often: must be a duration")]
    [InlineData("txaio.loops.realm-1 {}", "txaio.loops.realm-1 = {...}: the router makes this loop itself")]
    [InlineData("akka.actor.provider = none", "'akka.actor.provider' is not a ")]
    public async Task Wrong_setting_is_refused_with_one_line(string setting, string message)
    {
        var config = ConfigurationFactory.ParseString(setting).WithFallback(await ShippedAsync());

        await AssertRefusedAsync(config, message);
    }

    [Theory]
    [InlineData("wamp", "wamp is missing: must be a section")]
    [InlineData("realms", "wamp.realms is missing: must be a section")]
    [InlineData("max-sessions = 10000", "wamp.max-sessions is missing: must be a whole number")]
    [InlineData("ping-timeout = 5s", "wamp.ping-timeout is missing: must be a duration")]
    [InlineData("timers.sessions", "txaio.timers.sessions is missing: ")]
    public async Task Missing_setting_is_refused_with_one_line(string key, string message)
    {
        var text = await File.ReadAllTextAsync(Shipped);
        var renamed = text.Replace($"  {key}", $"  # {key}", StringComparison.Ordinal);
        renamed = key switch
        {
            "wamp" => text[..text.IndexOf("wamp {", StringComparison.Ordinal)],
            "realms" => "wamp { max-sessions = 1 }",
            _ => renamed,
        };

        await AssertRefusedAsync(ConfigurationFactory.ParseString(renamed), message);
    }

    [Fact]
    public async Task Realms_that_are_empty_are_refused()
    {
        var config = ConfigurationFactory.ParseString("wamp { realms {}\n max-sessions = 1 }");

        await AssertRefusedAsync(config, "wamp.realms = {...}: must be one or more sections");
    }

    [Fact]
    public async Task Address_in_use_is_refused_with_one_line()
    {
        await using var first = await Router.StartAsync(await ShippedAsync(), AnyPort);
        var taken = new Uri($"http://127.0.0.1:{first.Address.Port}");

        var config = await ShippedAsync();
        var refusal = await Assert.ThrowsAsync<UsageException>(() => Router.StartAsync(config, taken));

        Assert.StartsWith($"cannot listen on {taken}: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static string Shipped => Path.Combine(SampleProcess.SourceOf("Wamp"), "router.conf");

    private static async Task<Config> ShippedAsync() =>
        ConfigurationFactory.ParseString(await File.ReadAllTextAsync(Shipped));

    private static async Task AssertRefusedAsync(Config config, string message)
    {
        var refusal = await Assert.ThrowsAsync<UsageException>(() => Router.StartAsync(config, AnyPort));

        Assert.StartsWith($"--config: {message}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
