using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting.Tests;

public sealed class InstrumentationTests : TimerHostTestBase
{
    [Fact]
    public async Task AddTxaioClusterInstrumentation_exports_the_metrics_of_durable_timers_once()
    {
        List<MetricSnapshot> metrics = [];
        var host = await StartTimersAsync(
            static (akka, _) => akka.WithTxaioDurableTimers(static options =>
                options.AddTimer("expiry", static expiry => expiry.Bucket = TimeSpan.FromMilliseconds(10))),
            services: (services, _) => services.AddOpenTelemetry().WithMetrics(builder => builder
                .AddTxaioInstrumentation()
                .AddTxaioClusterInstrumentation()
                .AddTxaioClusterInstrumentation()
                .AddInMemoryExporter(metrics)));

        await DeliverAsync(host, "expiry");
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        var delivered = Assert.Single(metrics, static metric => metric.Name == "txaio.durable.delivered");
        Assert.Equal(TxaioClusterTelemetry.MeterName, delivered.MeterName);
        Assert.Contains(metrics, static metric => metric.Name == "txaio.loop.callbacks");
    }

    [Fact]
    public void AddTxaioClusterInstrumentation_of_null_throws() => Assert.Equal(
        "builder",
        Assert.Throws<ArgumentNullException>(
            static () => ((MeterProviderBuilder)null!).AddTxaioClusterInstrumentation()).ParamName);
}
