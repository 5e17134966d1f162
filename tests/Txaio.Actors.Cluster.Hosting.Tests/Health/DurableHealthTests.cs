using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Hosting;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Cluster.Hosting.Tests.Health;

/// <summary>The readiness of durable timers in real hosts, with stores that break and mend.</summary>
public sealed class DurableHealthTests : TimerHostTestBase
{
    private const string Timer = "txaio.cluster.timers.expiry { bucket = 10ms, stripes = 2 }";

    [Fact]
    public async Task Health_check_is_not_registered_by_default()
    {
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend).WithTxaioDurableTimers());

        Assert.Empty((await CheckAsync(host)).Entries);
    }

    [Fact]
    public async Task Stripes_that_reply_are_ready_and_nothing_is_logged()
    {
        var host = await StartCheckedAsync(Patience);
        await DurableTimer(host).Schedule("later", TimeSpan.FromDays(1), new ActorTarget(Nobody(host)), "x")
            .AsTask().WaitAsync(Patience);
        Logged.Entries.Clear();

        var entry = await ReadinessAsync(host);

        Assert.Equal((HealthStatus.Healthy, "All stripes of the one durable timer reply."), (entry.Status, entry.Description));
        Assert.Equal(["akka", "readiness", "txaio"], entry.Tags.Order());
        Assert.Equal(1L, entry.Data["expiry.pending"]);
        Assert.Equal(0L, entry.Data["expiry.unacknowledged"]);
        Assert.DoesNotContain(Logged.Entries, entry => entry.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("snapshot")]
    public async Task Store_that_breaks_is_not_ready_until_it_mends(string table)
    {
        var host = await StartCheckedAsync(Patience);
        Assert.Equal(HealthStatus.Healthy, (await ReadinessAsync(host)).Status);

        Sql($"ALTER TABLE {table} RENAME TO moved");
        var broken = await ReadinessAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, broken.Status);
        var plugin = table == "journal" ? "txaio.cluster.journal" : "txaio.cluster.snapshot-store";
        Assert.Equal(
            $"{plugin} cannot be read: SqliteException: SQLite Error 1: 'no such table: {table}'.", broken.Description);

        Sql($"ALTER TABLE moved RENAME TO {table}");
        Assert.Equal(HealthStatus.Healthy, (await ReadinessAsync(host)).Status);
    }

    [Fact]
    public async Task Both_stores_that_break_are_named_and_the_status_is_the_chosen_one()
    {
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend).WithTxaioDurableTimers()
            .WithTxaioDurableTimersReadinessCheck(Patience, HealthStatus.Degraded, ["store"]));
        await ReadinessAsync(host);
        Sql("ALTER TABLE journal RENAME TO moved");
        Sql("ALTER TABLE snapshot RENAME TO gone");

        var broken = await ReadinessAsync(host);

        Assert.Equal(HealthStatus.Degraded, broken.Status);
        Assert.Equal(["akka", "store"], broken.Tags.Order());
        Assert.Contains("txaio.cluster.journal cannot be read: ", broken.Description);
        Assert.Contains(", txaio.cluster.snapshot-store cannot be read: ", broken.Description);
    }

    [PostgresFact]
    public async Task Server_that_stops_is_not_ready_until_it_starts_again()
    {
        Assert.True(Samples.PostgresServer.TryStart(out var server, out var why), why);
        using var _ = server;
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend).WithTxaioDurableTimers(options =>
        {
            options.Store.ProviderName = "PostgreSQL.15";
            options.Store.ConnectionString = server.ConnectionString;
            options.Health.Readiness = Patience;
        }));
        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        Assert.Equal(HealthStatus.Healthy, (await ReadinessAsync(host)).Status);

        server.Stop();
        var broken = await ReadinessAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, broken.Status);
        Assert.StartsWith("txaio.cluster.journal cannot be read: ", broken.Description);

        server.Start();
        Assert.Equal(HealthStatus.Healthy, (await ReadinessAsync(host)).Status);
        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
    }

    [Fact]
    public async Task Node_that_has_not_joined_its_cluster_is_not_ready_until_it_joins()
    {
        var host = await StartTimersAsync((akka, _) => akka
            .AddHocon(OneNode, HoconAddMode.Append)
            .AddHocon(Timer, HoconAddMode.Prepend)
            .WithClustering()
            .WithTxaioDurableTimers(static options => options.Health.Readiness = TimeSpan.FromMilliseconds(500)));

        var alone = await ReadinessAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, alone.Status);
        Assert.StartsWith("durable timer 'expiry' has had no reply of all its stripes for ", alone.Description);

        var cluster = Akka.Cluster.Cluster.Get(SystemOf(host));
        await cluster.JoinAsync(cluster.SelfAddress);
        await DurableTimer(host).Pending().AsTask().WaitAsync(Patience);
        // The question of the first check has its reply by now, or within the pause of a repeated question.
        await UntilReady(host);
    }

    [Theory]
    [InlineData("plugin")]
    [InlineData("file")]
    public async Task Node_without_the_role_of_a_timer_needs_no_store(string missing)
    {
        var host = await StartTimersAsync((akka, _) => akka
            .AddHocon(OneNode, HoconAddMode.Append)
            .AddHocon(Timer, HoconAddMode.Prepend)
            .WithClustering()
            .WithTxaioDurableTimers(options =>
            {
                options.TimerDefaults.Role = "elsewhere";
                if (missing == "plugin")
                    options.TimerDefaults.Journal = "no.such.journal";
                else
                    options.Store.File = Path.GetTempPath();
                options.Health.Readiness = TimeSpan.FromMilliseconds(100);
            }));

        // The fault of a store would follow.
        Assert.Matches(
            @"^durable timer 'expiry' has had no reply of all its stripes for [0-9]\.[0-9] s$",
            (await ReadinessAsync(host)).Description);
    }

    [Fact]
    public async Task Host_without_timers_is_ready()
    {
        var host = await StartTimersAsync((akka, _) => akka
            .WithTxaioDurableTimers(static options => options.Health.Readiness = TimeSpan.FromSeconds(30)));

        Assert.Equal("There are no durable timers.", (await ReadinessAsync(host)).Description);
    }

    [Fact]
    public async Task Actor_system_that_ends_is_not_ready()
    {
        var host = await StartCheckedAsync(Patience);

        await SystemOf(host).Terminate();

        Assert.Equal("The actor system ends.", (await ReadinessAsync(host)).Description);
    }

    [Fact]
    public async Task Check_before_the_start_fails_and_starts_nothing()
    {
        var host = Build(
            (akka, _) => akka
                .AddHocon(Store, HoconAddMode.Prepend)
                .WithTxaioDurableTimers(static options => options.AddTimer("expiry"))
                .WithTxaioLivenessCheck(Patience)
                .WithTxaioDurableTimersReadinessCheck(Patience),
            appsettings: null,
            static (services, _) => services.AddTxaioDurableTimers());

        var early = await CheckAsync(host);
        Assert.All(
            early.Entries.Values,
            static entry => Assert.Equal("The host has not started the actor system yet.", entry.Description));
        Assert.False(File.Exists(StoreFile));

        await host.StartAsync();
        var report = await CheckAsync(host);
        Assert.Equal(2, report.Entries.Count);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public void Limit_of_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        static () => new ServiceCollection().AddAkka("x", static akka =>
            akka.WithTxaioDurableTimersReadinessCheck(TimeSpan.Zero)).BuildServiceProvider()
            .GetRequiredService<AkkaConfigurationBuilder>());

    private static IDurableTimer DurableTimer(IHost host) =>
        host.Services.GetRequiredKeyedService<IDurableTimer>("expiry");

    private static IActorRef Nobody(IHost host) => SystemOf(host).DeadLetters;

    private static async Task<HealthReportEntry> ReadinessAsync(IHost host) =>
        (await CheckAsync(host)).Entries[TxaioClusterHealthCheckExtensions.ReadinessName];

    private static async Task UntilReady(IHost host)
    {
        using var end = new CancellationTokenSource(Patience);
        while ((await ReadinessAsync(host)).Status != HealthStatus.Healthy)
            end.Token.ThrowIfCancellationRequested();
    }

    private Task<IHost> StartCheckedAsync(TimeSpan limit) => StartTimersAsync((akka, _) => akka
        .AddHocon(Timer, HoconAddMode.Prepend)
        .WithTxaioDurableTimers(options => options.Health.Readiness = limit));
}
