using System.Diagnostics;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Txaio.Actors.Hosting.Tests;

public sealed class InstrumentationTests : HostTestBase
{
    [Fact]
    public async Task AddTxaioInstrumentation_of_a_hosts_builders_exports_an_asks_metric_and_trace()
    {
        List<MetricSnapshot> metrics = [];
        List<Activity> activities = [];
        var host = await StartAsync(
            static (akka, _) => akka.WithTxaio(),
            services: (services, _) => services.AddOpenTelemetry()
                .WithMetrics(builder => builder.AddTxaioInstrumentation().AddInMemoryExporter(metrics))
                .WithTracing(builder => builder.AddTxaioInstrumentation().AddInMemoryExporter(activities)));
        var txaio = host.Services.GetRequiredService<ITxaio>();
        var echo = SystemOf(host).ActorOf(Props.Create(static () => new Echo()), "echo");

        await txaio.Ask<string>(echo, "hello", Patience);
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Contains(metrics, static metric => metric.Name == "txaio.ask.duration");
        Assert.Contains(activities, activity => activity.OperationName == "txaio.ask"
            && Equals(activity.GetTagItem("txaio.ask.target"), echo.Path.ToString()));
    }

    [Fact]
    public async Task AddTxaioInstrumentation_said_twice_exports_once()
    {
        List<Activity> activities = [];
        var host = await StartAsync(static (akka, _) => akka.WithTxaio());
        using var tracer = Sdk.CreateTracerProviderBuilder()
            .AddTxaioInstrumentation().AddTxaioInstrumentation().AddInMemoryExporter(activities).Build();
        var echo = SystemOf(host).ActorOf(Props.Create(static () => new Echo()), "once");

        await host.Services.GetRequiredService<ITxaio>().Ask<string>(echo, "hello", Patience);

        Assert.Single(activities, activity => Equals(activity.GetTagItem("txaio.ask.target"), echo.Path.ToString()));
    }

    [Fact]
    public void AddTxaioInstrumentation_of_null_throws()
    {
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(
            static () => ((MeterProviderBuilder)null!).AddTxaioInstrumentation()).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(
            static () => ((TracerProviderBuilder)null!).AddTxaioInstrumentation()).ParamName);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
