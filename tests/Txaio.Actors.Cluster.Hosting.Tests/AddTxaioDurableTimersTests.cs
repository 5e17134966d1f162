using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors.Hosting;
using Txaio.Actors.Hosting.Tests;

namespace Txaio.Actors.Cluster.Hosting.Tests;

/// <summary>Timers by injection, and the one line outside of <c>AddAkka</c>.</summary>
public sealed class AddTxaioDurableTimersTests : TimerHostTestBase
{
    private const string Timer = "txaio.cluster.timers.expiry { bucket = 10ms, stripes = 2 }";

    [Fact]
    public async Task One_line_with_a_section_runs_the_timers_and_makes_them_injectable()
    {
        var host = await StartAsync(
            static (_, _) => { },
            $$"""{ "Txaio": { "Cluster": { "Timers": { "expiry": { "Bucket": "10ms" } }, "Store": { "File": "{{StoreFile}}" } } } }""",
            static (services, configuration) =>
                services.AddTxaioDurableTimers(configuration.GetSection("Txaio:Cluster")));

        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        Assert.Same(
            SystemOf(host).TxaioCluster().DurableTimer("expiry"),
            host.Services.GetRequiredKeyedService<IDurableTimer>("expiry"));
        Assert.Same(SystemOf(host).TxaioCluster(), host.Services.GetRequiredService<ITxaioCluster>());
        Assert.NotNull(host.Services.GetRequiredService<ITxaio>());
    }

    [Fact]
    public async Task One_line_without_options_starts_the_timers_of_the_HOCON_with_the_host()
    {
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend));

        // No injection yet: a node that only runs stripes injects nothing.
        Assert.True(SystemOf(host).HasExtension<TxaioClusterExtension>());
        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
    }

    [Fact]
    public async Task One_line_before_AddAkka_works()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddTxaioDurableTimers().AddTxaioDurableTimers();
        builder.Services.AddAkka("app", akka => akka
            .AddHocon("akka { loggers = [], stdout-loglevel = OFF }", HoconAddMode.Prepend)
            .AddHocon(Store, HoconAddMode.Prepend)
            .AddHocon(Timer, HoconAddMode.Prepend));
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
        await host.StopAsync();
    }

    // Both packages wrap the factory of AddAkka's builder.
    [Theory]
    [InlineData("loops timers loops")]
    [InlineData("timers loops timers")]
    [InlineData("timers timers loops loops")]
    public async Task Options_of_both_packages_apply_once_in_any_order(string order)
    {
        var applied = new Dictionary<string, int> { ["loops"] = 0, ["timers"] = 0 };
        var host = await StartTimersAsync(
            static (_, _) => { },
            services: (services, _) =>
            {
                foreach (var kind in order.Split(' '))
                {
                    if (kind == "loops")
                        services.AddTxaio(options => options.AddLoop($"io-{applied["loops"]++}"));
                    else
                        services.AddTxaioDurableTimers(options => options.AddTimer($"t-{applied["timers"]++}"));
                }
            });

        var calls = order.Split(' ').CountBy(static kind => kind).ToDictionary();
        Assert.Equal(calls, applied);
        Assert.Equal(calls["timers"], host.Services.GetRequiredService<ITxaioCluster>().TimerNames.Count);
        Assert.NotNull(host.Services.GetRequiredKeyedService<ITxaio>("io-0"));
    }

    [Fact]
    public async Task Section_of_the_loops_may_have_the_section_of_the_timers_in_it()
    {
        var host = await StartTimersAsync(
            static (_, _) => { },
            """{ "Txaio": { "Loops": { "io": {} }, "Cluster": { "Timers": { "expiry": {} } } } }""",
            static (services, configuration) => services
                .AddTxaio(configuration.GetSection("Txaio"))
                .AddTxaioDurableTimers(configuration.GetSection("Txaio:Cluster")));

        Assert.Equal("io", host.Services.GetRequiredKeyedService<ITxaio>("io").Loop.Name);
        Assert.Equal(["expiry"], host.Services.GetRequiredService<ITxaioCluster>().TimerNames);
    }

    [Fact]
    public async Task Timer_of_an_unknown_name_or_another_key_cannot_be_injected()
    {
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend));

        Assert.StartsWith(
            "There is no durable timer 'expire': there are expiry.",
            Assert.Throws<ArgumentException>(() => host.Services.GetRequiredKeyedService<IDurableTimer>("expire")).Message);
        Assert.StartsWith(
            "IDurableTimer is keyed by the name of a timer, a string; the key here is 3 (System.Int32).",
            Assert.Throws<ArgumentException>(() => host.Services.GetRequiredKeyedService<IDurableTimer>(3)).Message);
    }

    [Fact]
    public void Options_before_AddAkka_are_refused() => Assert.StartsWith(
        "AddTxaioDurableTimers with options adds to an actor system: call services.AddAkka(...)",
        Assert.Throws<InvalidOperationException>(
            static () => new ServiceCollection().AddTxaioDurableTimers(static _ => { })).Message);

    [Fact]
    public async Task AddAkka_after_the_options_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartTimersAsync(
            static (_, _) => { },
            services: static (services, _) => services
                .AddTxaioDurableTimers(static options => options.AddTimer("expiry"))
                .AddAkka("other", static _ => { })));

        Assert.StartsWith("AddAkka was called again after AddTxaioDurableTimers with options", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Txaio": { "Cluster": {} } }""")]
    public async Task Missing_section_stops_the_start(string appsettings)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartTimersAsync(
            static (_, _) => { },
            appsettings,
            static (services, configuration) =>
                services.AddTxaioDurableTimers(configuration.GetSection("Txaio:Cluster"))));

        Assert.Equal(
            "Txaio:Cluster: no such section in the host's configuration, or no keys in it; must have keys of Dispatcher, "
            + "LogLevel, Timers, TimerDefaults, Store, Health. To set nothing, call AddTxaioDurableTimers without a section.",
            error.Message);
    }

    [Fact]
    public async Task Timers_refuse_calls_after_the_host_has_stopped()
    {
        var host = await StartTimersAsync((akka, _) => akka.AddHocon(Timer, HoconAddMode.Prepend));
        var timer = host.Services.GetRequiredKeyedService<IDurableTimer>("expiry");

        await host.StopAsync();

        Assert.Throws<LoopTerminatedException>(() => timer.Cancel("order-1"));
    }

    [Fact]
    public void Injection_without_AddAkka_names_it()
    {
        using var provider = new ServiceCollection().AddTxaioDurableTimers().BuildServiceProvider();

        Assert.Equal(
            "ITxaioCluster needs an actor system: call services.AddAkka(...) of Akka.Hosting as well.",
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ITxaioCluster>()).Message);
    }
}
