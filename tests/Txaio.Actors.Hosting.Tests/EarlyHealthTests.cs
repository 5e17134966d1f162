using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Health checks that run before the host has started.</summary>
public sealed class EarlyHealthTests : HostTestBase
{
    private const string NotStarted = "The host has not started the actor system yet.";

    private int _systems;

    [Fact]
    public async Task Check_before_the_start_fails_and_starts_nothing()
    {
        var host = Build(
            (akka, _) => Counted(akka)
                .WithTxaio()
                .WithTxaioLivenessCheck(TimeSpan.FromSeconds(30))
                .WithTxaioReadinessCheck(5, HealthStatus.Degraded),
            appsettings: null,
            services: null);

        for (var i = 0; i < 2; i++)
        {
            var early = await CheckAsync(host);
            Assert.All(early.Entries.Values, static entry => Assert.Equal(NotStarted, entry.Description));
            Assert.Equal(
                [HealthStatus.Unhealthy, HealthStatus.Degraded],
                early.Entries.OrderBy(static entry => entry.Key).Select(static entry => entry.Value.Status));
        }

        Assert.Equal(0, _systems);
        await host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        Assert.Equal(1, _systems);
    }

    [Fact]
    public async Task Check_of_the_one_line_before_the_start_fails_and_starts_nothing()
    {
        var host = Build(
            (akka, _) => Counted(akka),
            appsettings: null,
            static (services, _) => services.AddTxaio(static options => options.Health.Liveness = TimeSpan.FromSeconds(30)));

        var early = Assert.Single((await CheckAsync(host)).Entries).Value;

        Assert.Equal((HealthStatus.Unhealthy, NotStarted), (early.Status, early.Description));
        Assert.Equal(0, _systems);
    }

    [Fact]
    public async Task Check_after_an_actor_system_that_was_injected_before_the_start_tells_of_its_loops()
    {
        var host = Build(
            (akka, _) => akka.WithTxaio().WithTxaioLivenessCheck(TimeSpan.FromSeconds(30)), null, services: null);
        host.Services.GetRequiredService<ITxaio>();

        Assert.Equal("The one loop turns.", Assert.Single((await CheckAsync(host)).Entries).Value.Description);
        await host.StartAsync();
    }

    [Fact]
    public async Task Check_without_AddTxaio_before_the_start_throws_and_starts_nothing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddHealthChecks();
        builder.Services.AddAkka("app", akka => Counted(akka)
            .AddHocon("akka { loggers = [], stdout-loglevel = OFF }", HoconAddMode.Prepend)
            .WithTxaio()
            .WithTxaioLivenessCheck());
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(host));

        Assert.StartsWith(NotStarted, error.Message);
        Assert.Equal(0, _systems);
        await host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task Check_without_WithTxaio_starts_txaio_with_the_actor_system()
    {
        var host = await StartAsync(static (akka, _) => akka.WithTxaioLivenessCheck(TimeSpan.FromSeconds(30)));

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Check_of_the_users_own_under_one_of_the_names_is_not_replaced()
    {
        var host = Build(
            static (akka, _) => akka.WithTxaio().WithTxaioLivenessCheck(TimeSpan.FromSeconds(30)),
            appsettings: null,
            static (services, _) => services.AddHealthChecks().AddCheck(
                TxaioHealthCheckExtensions.LivenessName, static () => HealthCheckResult.Degraded()));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => CheckAsync(host));
        Assert.Contains(TxaioHealthCheckExtensions.LivenessName, error.Message);
    }

    private AkkaConfigurationBuilder Counted(AkkaConfigurationBuilder akka)
    {
        akka.AddSetup(new Made(() => _systems++));
        return akka.WithExtension<CountingProvider>();
    }

    private sealed class Made(Action made) : Akka.Actor.Setup.Setup
    {
        public void Now() => made();
    }

    private sealed class CountingProvider : ExtensionIdProvider<Counting>
    {
        public override Counting CreateExtension(ExtendedActorSystem system)
        {
            system.Settings.Setup.Get<Made>().Value.Now();
            return new Counting();
        }
    }

    private sealed class Counting : IExtension;
}
