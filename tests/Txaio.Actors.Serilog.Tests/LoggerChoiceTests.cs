using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// The Serilog logger that gets the events: of the setup, of the service provider, or the static logger.
/// </summary>
[Collection(WholeProcess.Name)]
public sealed class LoggerChoiceTests : SerilogTestBase
{
    private readonly ILogger _before = Log.Logger;
    private readonly CollectingSink _static = new();

    public override Task InitializeAsync()
    {
        Log.Logger = To(_static);
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Log.Logger = _before;
    }

    [Fact]
    public async Task Static_logger_is_the_default()
    {
        var system = Start("");
        system.Txaio().MakeLogger("test").Info("text");
        await system.Terminate();

        Assert.Equal(["text"], Texts(_static));
    }

    [Fact]
    public async Task Static_logger_may_be_replaced_while_the_system_runs()
    {
        var system = Start("");
        var log = system.Txaio().MakeLogger("test");
        log.Info("before");
        await _static.TextAsync("before");
        Log.Logger = ToSink().CreateLogger();
        log.Info("after");
        await system.Terminate();

        Assert.Equal(["before"], Texts(_static));
        Assert.Equal(["after"], Texts(Sink));
    }

    [Fact]
    public async Task Logger_of_a_setup_wins()
    {
        using var services = Services(To(_static));
        var system = Start(ToSink().CreateLogger(), "", DependencyResolverSetup.Create(services));
        system.Txaio().MakeLogger("test").Info("text");
        await system.Terminate();

        Assert.Equal(["text"], Texts(Sink));
        Assert.Empty(_static.Events);
    }

    [Fact]
    public async Task Logger_of_the_service_provider_wins_over_the_static_one()
    {
        using var services = Services(ToSink().CreateLogger());
        var system = Start("", DependencyResolverSetup.Create(services));
        system.Txaio().MakeLogger("test").Info("text");
        await system.Terminate();

        Assert.Equal(["text"], Texts(Sink));
        Assert.Empty(_static.Events);
    }

    [Fact]
    public async Task Service_provider_without_a_logger_leaves_the_static_one()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var system = Start("", DependencyResolverSetup.Create(services));
        system.Txaio().MakeLogger("test").Info("text");
        await system.Terminate();

        Assert.Equal(["text"], Texts(_static));
    }

    [Fact]
    public async Task Host_with_AddSerilog_and_AddAkka_needs_no_more()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSerilog(ToSink().CreateLogger(), dispose: true);
        builder.Services.AddAkka(
            "app", (akka, _) => akka.AddHocon(Configuration(), HoconAddMode.Prepend));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ActorSystem>().Txaio().MakeLogger("test").Info("text");
            await host.StopAsync();
            Assert.Equal(0, Sink.Disposals);
        }

        Assert.Equal(["text"], Texts(Sink));
        Assert.Equal(1, Sink.Disposals);
        Assert.Empty(_static.Events);
    }

    [Fact]
    public async Task Static_logger_is_left_open_at_the_end()
    {
        var mine = Log.Logger;
        await Start("").Terminate();

        Assert.Equal(0, _static.Disposals);
        Assert.Same(mine, Log.Logger);
    }

    [Fact]
    public async Task Static_logger_is_closed_at_the_end_if_so_configured_after_the_last_event()
    {
        var mine = Log.Logger;
        var system = Start("txaio.serilog.close-and-flush = on");
        for (var i = 0; i < 500; i++)
            Logging.GetLogger(system, "test").Info("{N}", i);
        await system.Terminate();

        Assert.Equal(1, _static.Disposals);
        Assert.Equal(500, _static.EventsAtDisposal);
        Assert.NotSame(mine, Log.Logger);
    }

    [Fact]
    public async Task Static_logger_is_not_closed_by_a_system_that_does_not_write_to_it()
    {
        await Start(ToSink().CreateLogger(), "txaio.serilog.close-and-flush = on").Terminate();

        Assert.Equal(0, _static.Disposals);
    }

    private static ILogger To(CollectingSink sink) =>
        new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger();

    private static Microsoft.Extensions.DependencyInjection.ServiceProvider Services(ILogger logger) =>
        new ServiceCollection().AddSingleton(logger).BuildServiceProvider();

    private static IEnumerable<string> Texts(CollectingSink sink) => sink.Events.Select(e => e.RenderMessage());
}
