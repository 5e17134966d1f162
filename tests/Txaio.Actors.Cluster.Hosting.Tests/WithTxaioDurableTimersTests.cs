using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting.Tests;

/// <summary>Durable timers in real hosts, on a SQLite file.</summary>
public sealed class WithTxaioDurableTimersTests : TimerHostTestBase
{
    private const string Timer = "txaio.cluster.timers.expiry { bucket = 10ms, stripes = 2 }";

    [Fact]
    public async Task WithTxaioDurableTimers_without_options_runs_the_timers_of_the_HOCON()
    {
        var host = await StartTimersAsync(
            (akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend).WithTxaioDurableTimers());

        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        Assert.Equal(["expiry"], host.Services.GetRequiredService<ITxaioCluster>().TimerNames);
    }

    [Fact]
    public async Task WithTxaioDurableTimers_with_options_adds_to_the_HOCON_and_wins()
    {
        var host = await StartTimersAsync((akka, _) => akka
            .AddHocon(Timer, HoconAddMode.Prepend)
            .WithTxaioDurableTimers(options => options
                .AddTimer("expiry", expiry => expiry.Stripes = 3)
                .AddTimer("second", second => second.Bucket = TimeSpan.FromMilliseconds(1))));

        Assert.Equal("paid?", await DeliverAsync(host, "second"));
        var expiry = host.Services.GetRequiredKeyedService<IDurableTimer>("expiry");
        Assert.Equal(3, (await expiry.Pending().AsTask().WaitAsync(Patience)).Stripes.Count);
    }

    [Fact]
    public async Task WithTxaioDurableTimers_with_a_section_binds_appsettings_and_code_wins()
    {
        var host = await StartTimersAsync(
            (akka, configuration) => akka.WithTxaioDurableTimers(
                configuration.GetSection("Txaio:Cluster"), options => options.Timers["expiry"].Stripes = 4),
            """{ "Txaio": { "Cluster": { "Timers": { "expiry": { "Bucket": "20ms", "Stripes": 2 }, "plain": {} } } } }""");

        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        var timers = host.Services.GetRequiredService<ITxaioCluster>();
        Assert.Equal(["expiry", "plain"], timers.TimerNames);
        Assert.Equal(4, (await timers.DurableTimer("expiry").Pending().AsTask().WaitAsync(Patience)).Stripes.Count);
        Assert.Equal("20ms", SystemOf(host).Settings.Config.GetString("txaio.cluster.timers.expiry.bucket"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Timers_run_on_the_cluster_of_WithClustering_before_or_after_it(bool isFirst)
    {
        var host = await StartTimersAsync((akka, _) =>
        {
            akka.AddHocon(OneNode, HoconAddMode.Append).AddHocon(Timer, HoconAddMode.Prepend);
            if (isFirst)
                akka.WithTxaioDurableTimers(static options => options.TimerDefaults.Role = "timers");
            akka.WithRemoting("127.0.0.1", 0).WithClustering(new ClusterOptions { Roles = ["timers"] });
            if (!isFirst)
                akka.WithTxaioDurableTimers(static options => options.TimerDefaults.Role = "timers");
            akka.AddStartup(static (system, _) =>
                Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(system).SelfAddress));
        });

        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        var timers = SystemOf(host).ActorSelection("/system/sharding/txaio-timer-expiry");
        Assert.NotNull(await timers.ResolveOne(Patience));
    }

    [Fact]
    public async Task Actor_of_WithActors_finds_the_timers_started()
    {
        IReadOnlyList<string> names = [];
        await StartTimersAsync((akka, _) => akka
            .WithActors((system, _) => names = system.HasExtension<TxaioClusterExtension>()
                ? system.TxaioCluster().TimerNames
                : ["not started"])
            .AddHocon(Timer, HoconAddMode.Prepend)
            .WithTxaioDurableTimers());

        Assert.Equal(["expiry"], names);
    }

    [Fact]
    public async Task WithTxaioDurableTimers_twice_adds_up()
    {
        var host = await StartTimersAsync((akka, _) => akka
            .WithTxaioDurableTimers(static options => options.AddTimer("one"))
            .WithTxaioDurableTimers(static options => options.AddTimer("two")));

        Assert.Equal(["one", "two"], host.Services.GetRequiredService<ITxaioCluster>().TimerNames);
    }

    [Theory]
    [InlineData(
        """{ "Timers": { "expiry": { "Bukket": "1s" } } }""",
        "Txaio:Cluster:Timers:expiry:Bukket: not a known key; known are Bucket, Stripes, Role, Window, ClockSkew, Missed, "
        + "Retry, RequestTimeout, Resend, Waiting, CallKilobytes, WakeInterval, Journal, SnapshotStore")]
    [InlineData(
        """{ "Timer": {} }""",
        "Txaio:Cluster:Timer: not a known key; known are Dispatcher, LogLevel, Timers, TimerDefaults, Store, Health")]
    [InlineData(
        """{ "Timers": { "expiry": { "Retry": { "Attempts": 3 } } } }""",
        "Txaio:Cluster:Timers:expiry:Retry:Attempts: not a known key; known are MinBackoff, MaxBackoff, MaxAttempts")]
    [InlineData("""{ "Store": { "Path": "x" } }""",
        "Txaio:Cluster:Store:Path: not a known key; known are File, ProviderName, ConnectionString")]
    [InlineData("""{ "Health": { "Liveness": "1s" } }""", "Txaio:Cluster:Health:Liveness: not a known key; known are Readiness")]
    [InlineData("""{ "Timers": { "expiry": { "Stripes": "many" } } }""",
        "Txaio:Cluster:Timers:expiry:Stripes = many: must be a whole number")]
    [InlineData("""{ "Timers": { "expiry": { "Bucket": 20 } } }""",
        "Txaio:Cluster:Timers:expiry:Bucket = 20: must be a duration with its unit, such as 200ms, 1.5s or 2m, or as hh:mm:ss")]
    [InlineData("""{ "Timers": { "expiry": { "Missed": "1" } } }""",
        "Txaio:Cluster:Timers:expiry:Missed = 1: must be one of Fire, Drop")]
    [InlineData("""{ "LogLevel": "debug" }""", "Txaio:Cluster:LogLevel = debug: must be one of Local, Cluster")]
    [InlineData("""{ "TimerDefaults": { "Retry": "often" } }""",
        "Txaio:Cluster:TimerDefaults:Retry = often: must be keys of MinBackoff, MaxBackoff, MaxAttempts")]
    [InlineData("""{ "Timers": "expiry" }""", "Txaio:Cluster:Timers = expiry: must be a section with a key for each name")]
    [InlineData("""{ "Timers": { "expiry": { "Stripes": 5000 } } }""",
        "txaio.cluster.timers.expiry.stripes = 5000: must be a whole number from 1 to 4096")]
    [InlineData("""{ "TimerDefaults": { "Bucket": "2d" } }""",
        "txaio.cluster.timer-defaults.bucket = 172800s: must be a duration of 1d or less")]
    [InlineData("""{ "Timers": { "expiry": { "Retry": { "MaxBackoff": "1ms" } } } }""",
        "txaio.cluster.timers.expiry.retry.max-backoff = 1ms: must be min-backoff (5 s) or more")]
    [InlineData("""{ "Timers": { "a b": {} } }""",
        "txaio.cluster.timers.\"a b\" = {...}: a name must be made of letters (A-Z, a-z), digits, '_' and '-'")]
    [InlineData("""{ "Store": { "ProviderName": "PostgreSQL.15" } }""",
        "txaio.cluster.store.connection-string = \"\": must be set for PostgreSQL.15")]
    public async Task Wrong_option_stops_the_start_with_one_line(string section, string expected)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartTimersAsync(
            (akka, configuration) => akka.WithTxaioDurableTimers(configuration.GetSection("Txaio:Cluster")),
            $$"""{ "Txaio": { "Cluster": {{section}} } }"""));

        var cause = error.GetBaseException();
        Assert.IsType<ConfigurationException>(cause);
        Assert.Equal(expected, cause.Message);
    }

    [Fact]
    public async Task Readiness_of_zero_stops_the_start() => Assert.Contains(
        "The limit of readiness must be more than zero.",
        (await Assert.ThrowsAnyAsync<Exception>(() => StartTimersAsync((akka, _) =>
            akka.WithTxaioDurableTimers(static options => options.Health.Readiness = TimeSpan.Zero)))).Message);
}
