using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Configuration;

public sealed class ClusterSettingsTests
{
    // Akka overflows the stack when it merges such a value with the defaults.
    [Theory]
    [InlineData("txaio.cluster = ${txaio.cluster}", "txaio.cluster = a substitution that refers to itself: ")]
    [InlineData("txaio.cluster.timer-defaults = ${txaio.cluster.timer-defaults}",
        "txaio.cluster.timer-defaults = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.cluster.journal = ${txaio.cluster.journal}",
        "txaio.cluster.journal = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.cluster.store.file = ${b}\nb = ${txaio.cluster.store.file}",
        "txaio.cluster.store.file = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.cluster.timers = ${txaio}", "txaio.cluster.timers.cluster.timers = {...}: not a known key; ")]
    [InlineData("txaio.cluster.timers.x.retry = ${txaio.cluster.timers.x.retry}",
        "txaio.cluster.timers.x.retry = a substitution that refers to itself: must be a section")]
    public async Task Value_that_refers_to_itself_is_refused(string hocon, string message)
    {
        var system = ActorSystem.Create("refused", "akka.loglevel = OFF\n" + hocon);
        try
        {
            var error = Assert.Throws<ConfigurationException>(
                () => ClusterSettingsLoader.Load(system)).Message;

            Assert.StartsWith(message, error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Fact]
    public void Timer_without_keys_has_the_defaults()
    {
        var settings = Read("timers.expiry {}");

        var timer = settings.Timers["expiry"];
        Assert.Equal(
            new DurableTimerSettings(
                "expiry",
                TimeSpan.FromSeconds(1),
                1,
                "",
                1000,
                TimeSpan.Zero,
                MissedCalls.Fire,
                new RetrySettings(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), 100),
                "txaio.cluster.journal",
                "txaio.cluster.snapshot-store",
                TimeSpan.FromSeconds(2),
                new ClientSettings(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), 100_000, 64_000)),
            timer);
        Assert.Equal(new StoreSettings("txaio-durable-timers.db", "SQLite.MS", ""), settings.Store);
    }

    [Fact]
    public void Timer_takes_missing_keys_from_the_defaults_section()
    {
        var timer = Read(
            """
            timer-defaults { bucket = 5s, retry.max-attempts = 7 }
            timers.expiry { stripes = 4, missed = drop, clock-skew = 250ms, retry { min-backoff = 2s } }
            """).Timers["expiry"];

        Assert.Equal(TimeSpan.FromSeconds(5), timer.Bucket);
        Assert.Equal(4, timer.Stripes);
        Assert.Equal(MissedCalls.Drop, timer.Missed);
        Assert.Equal(TimeSpan.FromMilliseconds(250), timer.ClockSkew);
        Assert.Equal(new RetrySettings(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), 7), timer.Retry);
    }

    [Theory]
    [InlineData(
        "timer = {}",
        "txaio.cluster.timer = {...}: not a known key; known are dispatcher, log-level, timers, "
        + "timer-defaults, store, journal, snapshot-store; did you mean timers?")]
    [InlineData(
        "timers.\"a b\" {}",
        "txaio.cluster.timers.\"a b\" = {...}: a name must be made of letters (A-Z, a-z), digits, '_' and '-'")]
    [InlineData("timers.x = 3", "txaio.cluster.timers.x = 3: must be a section")]
    [InlineData(
        "timers.x.bukket = 1s",
        "txaio.cluster.timers.x.bukket = 1s: not a known key; known are bucket, stripes, role, window, "
        + "clock-skew, missed, retry, request-timeout, resend, waiting, call-kilobytes, wake-interval, "
        + "journal, snapshot-store; did you mean bucket?")]
    [InlineData(
        "timers.x.bucket = 5",
        "txaio.cluster.timers.x.bucket = 5: must be a duration of more than zero with a unit, such as 200ms "
        + "or 30s")]
    [InlineData(
        "timers.x.bucket = 0s",
        "txaio.cluster.timers.x.bucket = 0s: must be a duration of more than zero with a unit, such as 200ms "
        + "or 30s")]
    [InlineData(
        "timers.x.bucket = 0.5ms",
        "txaio.cluster.timers.x.bucket = 0.5ms: must be a whole number of milliseconds")]
    [InlineData("timers.x.bucket = 2d", "txaio.cluster.timers.x.bucket = 2d: must be a duration of 1d or less")]
    [InlineData("timers.x.stripes = 0", "txaio.cluster.timers.x.stripes = 0: must be a whole number of 1 or more")]
    [InlineData(
        "timers.x.stripes = 5000",
        "txaio.cluster.timers.x.stripes = 5000: must be a whole number from 1 to 4096")]
    [InlineData(
        "timers.x.role = []",
        "txaio.cluster.timers.x.role = [...]: must be a role of cluster nodes, or \"\" for all nodes")]
    [InlineData("timers.x.window = many", "txaio.cluster.timers.x.window = many: must be a whole number of 1 or more")]
    [InlineData("timers.x.missed = keep", "txaio.cluster.timers.x.missed = keep: must be fire or drop")]
    [InlineData("timers.x.retry = 3", "txaio.cluster.timers.x.retry = 3: must be a section")]
    [InlineData(
        "timers.x.retry.attempts = 3",
        "txaio.cluster.timers.x.retry.attempts = 3: not a known key; known are min-backoff, max-backoff, "
        + "max-attempts")]
    [InlineData(
        "timers.x.retry.max-backoff = 1ms",
        "txaio.cluster.timers.x.retry.max-backoff = 1ms: must be min-backoff (5 s) or more")]
    [InlineData(
        "timers.x.call-kilobytes = 0",
        "txaio.cluster.timers.x.call-kilobytes = 0: must be a whole number of 1 or more")]
    [InlineData(
        "timers.x.journal = \"\"",
        "txaio.cluster.timers.x.journal = \"\": must be the id of a journal of Akka.Persistence")]
    [InlineData(
        "timer-defaults.stripes = x",
        "txaio.cluster.timer-defaults.stripes = x: must be a whole number of 1 or more")]
    [InlineData(
        "store.path = x",
        "txaio.cluster.store.path = x: not a known key; known are file, provider-name, connection-string")]
    [InlineData("store.file = \"\"", "txaio.cluster.store.file = \"\": must be the path of a file")]
    [InlineData(
        "store.provider-name = PostgreSQL.15",
        "txaio.cluster.store.connection-string = \"\": must be set for PostgreSQL.15")]
    public void Wrong_setting_is_refused_in_one_line(string setting, string expected) =>
        Assert.Equal(expected, Assert.Throws<ConfigurationException>(() => Read(setting)).Message);

    [Fact]
    public void Reference_has_exactly_the_known_keys()
    {
        var cluster = ClusterSettings.Reference().GetConfig("txaio.cluster");
        Assert.Equal(ClusterSettingsReader.Keys.Order(), KeysOf(cluster, ""));
        Assert.Equal(ClusterSettingsReader.TimerKeys.Order(), KeysOf(cluster, "timer-defaults"));
        Assert.Equal(ClusterSettingsReader.RetryKeys.Order(), KeysOf(cluster, "timer-defaults.retry"));
        Assert.Equal(ClusterSettingsReader.StoreKeys.Order(), KeysOf(cluster, "store"));
    }

    private static IEnumerable<string> KeysOf(Config config, string path) =>
        (path.Length == 0 ? config : config.GetConfig(path)).Root.GetObject().Items.Keys.Order();

    private static ClusterSettings Read(string hocon) => ClusterSettingsReader.Read(
        ConfigurationFactory.ParseString($"txaio.cluster {{ {hocon} }}").WithFallback(ClusterSettings.Reference()));
}
