using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Txaio.Actors.Hosting.Tests;

/// <summary><c>services.AddTxaio(options)</c> after an <c>AddAkka</c> without <c>WithTxaio</c>.</summary>
public sealed class OneLineTests : HostTestBase
{
    [Fact]
    public async Task One_line_gives_loops_injection_registry_health_and_logs()
    {
        var host = await StartAsync(
            static (_, _) => { },
            services: (services, _) => services.AddTxaio(options =>
            {
                options.AddLoop<IoLoop>("io");
                options.Health.Liveness = TimeSpan.FromSeconds(30);
                options.Logging.UseLoggerFactory = true;
            }));

        Assert.Equal("io", host.Services.GetRequiredKeyedService<ITxaio>("io").Loop.Name);
        Assert.Equal("default", host.Services.GetRequiredService<ITxaio>().Loop.Name);
        Assert.Equal(
            SystemOf(host).Txaio("io").Loop.Ref, host.Services.GetRequiredService<IRequiredActor<IoLoop>>().ActorRef);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entries[TxaioHealthCheckExtensions.LivenessName].Status);
        host.Services.GetRequiredService<ITxaio>().MakeLogger("one.line").Info("seen");
        await host.StopAsync();
        Assert.Equal("seen", Assert.Single(Logged.Entries, static entry => entry.Category == "one.line").Text);
    }

    [Fact]
    public async Task One_line_in_a_plain_host_needs_nothing_else()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAkka("app", static akka => akka.AddHocon("akka.loggers = []", HoconAddMode.Prepend));
        builder.Services.AddTxaio(static options => options.Health.Readiness = 5);
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(1, await host.Services.GetRequiredService<ITxaio>().Loop.RunAsync(static () => Task.FromResult(1)));
        Assert.Equal([TxaioHealthCheckExtensions.ReadinessName], (await CheckAsync(host)).Entries.Keys);
        await host.StopAsync();
    }

    [Fact]
    public async Task Section_is_bound_and_code_wins_over_it_and_both_over_settings_inside_AddAkka()
    {
        var host = await StartAsync(
            static (akka, _) => akka.AddHocon(
                "txaio { shutdown-timeout = 1s, loops.io { capacity = 1, callbacks-per-turn = 2 } }", HoconAddMode.Prepend),
            """{ "Txaio": { "ShutdownTimeout": "00:00:09", "Loops": { "io": { "Capacity": 7 } } } }""",
            static (services, configuration) => services.AddTxaio(
                configuration.GetSection("Txaio"), options => options.AddLoop("io", io => io.Capacity = 8)));

        var config = SystemOf(host).Settings.Config;
        Assert.Equal(8, config.GetInt("txaio.loops.io.capacity"));
        Assert.Equal(2, config.GetInt("txaio.loops.io.callbacks-per-turn"));
        Assert.Equal(TimeSpan.FromSeconds(9), config.GetTimeSpan("txaio.shutdown-timeout"));
    }

    [Fact]
    public async Task Actors_inside_AddAkka_find_the_loops_in_the_registry()
    {
        (object? Default, object? Io) seen = default;
        var host = await StartAsync(
            (akka, _) => akka.WithActors((_, registry) => seen = (registry.Get<EventLoop>(), registry.Get<IoLoop>())),
            services: static (services, _) => services.AddTxaio(static options => options.AddLoop<IoLoop>("io")));

        Assert.Equal((SystemOf(host).Txaio().Loop.Ref, SystemOf(host).Txaio("io").Loop.Ref), seen);
    }

    [Fact]
    public async Task Lines_and_WithTxaio_add_up()
    {
        var host = await StartAsync(
            static (akka, _) => akka.WithTxaio(static options =>
            {
                options.AddLoop<IoLoop>("io", static io => io.Capacity = 3);
                options.Health.Liveness = TimeSpan.FromSeconds(30);
            }),
            services: static (services, _) => services
                .AddTxaio(static options => options.AddLoop<CpuLoop>("cpu").Health.Readiness = 5)
                .AddTxaio(static options => options.AddLoop("io", static io => io.CallbacksPerTurn = 4)));

        Assert.Equal(["cpu", "default", "io"], TxaioExtension.Get(SystemOf(host)).Loops.Select(loop => loop.Name));
        Assert.Equal(3, SystemOf(host).Settings.Config.GetInt("txaio.loops.io.capacity"));
        Assert.Equal(4, SystemOf(host).Settings.Config.GetInt("txaio.loops.io.callbacks-per-turn"));
        var registry = host.Services.GetRequiredService<IReadOnlyActorRegistry>();
        Assert.Equal(SystemOf(host).Txaio("io").Loop.Ref, registry.Get<IoLoop>());
        Assert.Equal(SystemOf(host).Txaio("cpu").Loop.Ref, registry.Get<CpuLoop>());
        Assert.Equal(2, (await CheckAsync(host)).Entries.Count);
    }

    [Fact]
    public async Task Mistake_stops_the_start_with_one_line()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(
            static (_, _) => { },
            services: static (services, _) => services.AddTxaio(
                static options => options.AddLoop("io", static io => io.Capacity = -1))));

        Assert.StartsWith("txaio.loops.io.capacity = -1: ", error.Message);
    }

    [Theory]
    [InlineData("""{ "Taxio": { "DefaultLoop": "io" } }""")]
    [InlineData("{}")]
    public async Task Section_that_does_not_exist_stops_the_start_with_one_line(string appsettings)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(
            static (_, _) => { },
            appsettings,
            static (services, configuration) => services.AddTxaio(configuration.GetSection("Txaio"))));

        Assert.StartsWith("Txaio: no such section in the host's configuration", error.Message);
        Assert.Contains("DefaultLoop", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void AddTxaio_before_AddAkka_throws_and_names_the_call()
    {
        var error = Assert.Throws<InvalidOperationException>(
            static () => new ServiceCollection().AddTxaio(static _ => { }));

        Assert.Contains("services.AddAkka", error.Message);
        Assert.Throws<InvalidOperationException>(
            static () => new ServiceCollection().AddTxaio(new ConfigurationBuilder().Build()));
    }

    private sealed class IoLoop;

    private sealed class CpuLoop;
}
