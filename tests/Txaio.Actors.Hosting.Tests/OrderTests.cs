using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Each order of <c>AddAkka</c>, <c>AddTxaio</c> and <c>WithTxaio</c> works or throws.</summary>
public sealed class OrderTests : IAsyncDisposable
{
    private IHost? _host;

    [Fact]
    public async Task AddAkka_after_the_options_is_refused_when_the_host_starts()
    {
        var host = Build(static services => Akka(Options(Akka(services), "io")));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        AssertSaysWhatToCall(error);
    }

    [Fact]
    public void AddAkka_after_the_options_is_refused_where_txaio_is_injected()
    {
        var host = Build(static services => Akka(Options(Akka(services), "io")));

        AssertSaysWhatToCall(Assert.Throws<InvalidOperationException>(
            () => host.Services.GetRequiredService<ITxaio>()));
        AssertSaysWhatToCall(Assert.Throws<InvalidOperationException>(
            () => host.Services.GetRequiredKeyedService<ITxaio>("io")));
    }

    [Fact]
    public async Task AddAkka_after_the_options_is_refused_with_WithTxaio_in_it_as_well()
    {
        var host = Build(static services => Options(Akka(services), "io").AddAkka(
            "app", static akka => Quiet(akka).WithTxaio(static options => options.AddLoop("cpu"))));

        AssertSaysWhatToCall(await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync()));
    }

    [Fact]
    public async Task Options_before_and_after_the_last_AddAkka_all_count() =>
        await AssertLoops(
            ["cpu", "default", "io"],
            static services => Options(Akka(Options(Akka(services), "io")), "cpu"));

    [Fact]
    public async Task Options_after_two_AddAkka_count() =>
        await AssertLoops(["default", "io"], static services => Options(Akka(Akka(services)), "io"));

    [Fact]
    public async Task Options_given_twice_are_applied_once_each() =>
        await AssertLoops(
            ["cpu", "default", "io", "mem"],
            static services => Options(Options(Options(Akka(services), "io"), "cpu"), "mem"));

    [Fact]
    public async Task AddTxaio_without_options_may_stand_anywhere() =>
        await AssertLoops(
            ["default", "io"],
            static services => Akka(Akka(services.AddTxaio()).AddTxaio())
                .AddAkka("app", static akka => Quiet(akka).WithTxaio(static options => options.AddLoop("io")))
                .AddTxaio());

    [Fact]
    public async Task WithTxaio_and_options_add_up_whichever_comes_first() =>
        await AssertLoops(
            ["cpu", "default", "io"],
            static services => Options(
                services.AddTxaio().AddAkka(
                    "app", static akka => Quiet(akka.WithTxaio(static options => options.AddLoop("cpu")))),
                "io"));

    [Fact]
    public async Task Health_checks_are_registered_once_after_two_AddAkka()
    {
        var host = Build(static services => Akka(Akka(services)).AddTxaio(static options =>
        {
            options.Health.Liveness = TimeSpan.FromSeconds(30);
            options.Health.Readiness = 5;
        }));
        await host.StartAsync();

        Assert.Equal(2, (await HostTestBase.CheckAsync(host)).Entries.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private static IServiceCollection Akka(IServiceCollection services) =>
        services.AddAkka("app", static akka => Quiet(akka));

    private static AkkaConfigurationBuilder Quiet(AkkaConfigurationBuilder akka) =>
        akka.AddHocon("akka { loggers = [], stdout-loglevel = OFF }", HoconAddMode.Prepend);

    private static IServiceCollection Options(IServiceCollection services, string loop) =>
        services.AddTxaio(options => options.AddLoop(loop));

    private static void AssertSaysWhatToCall(Exception error) => Assert.Equal(
        "AddAkka was called again after AddTxaio with options: the last AddAkka makes the actor system, which would not "
        + "have the options. Call AddTxaio after the last AddAkka.",
        error.Message);

    private async Task AssertLoops(string[] expected, Action<IServiceCollection> add)
    {
        var host = Build(add);
        await host.StartAsync();

        var system = host.Services.GetRequiredService<ActorSystem>();
        Assert.Equal(expected, TxaioExtension.Get(system).Loops.Select(static loop => loop.Name));
    }

    private IHost Build(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        add(builder.Services);
        return _host = builder.Build();
    }
}
