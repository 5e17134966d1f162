using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Txaio.Actors.Cluster;
using Txaio.Actors.Cluster.Messages;

namespace TimersApp;

public sealed class Worker(
    ITxaioCluster cluster,
    [FromKeyedServices("expiry")] IDurableTimer expiry,
    IRequiredActor<Orders> orders,
    HealthCheckService health,
    IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine($"timers: {string.Join(", ", cluster.TimerNames)}");
        Console.WriteLine($"instruments before the first call: {Instruments()}");
        var target = new ActorTarget(orders.ActorRef);
        await expiry.Schedule("order-2", TimeSpan.FromDays(7), target, "order 2 has not been paid");
        Console.WriteLine($"cancelled: {(await expiry.Cancel("order-2")).Found}");
        await expiry.Schedule("order-1", TimeSpan.FromMilliseconds(50), target, "order 1 has not been paid");
        Console.WriteLine($"delivered: {await Orders.Delivered.Task}");
        var report = await health.CheckHealthAsync(stoppingToken);
        Console.WriteLine($"health: {report.Status}, {report.Entries["txaio.durable.readiness"].Description}");
        host.StopApplication();
    }

    private static int Instruments()
    {
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
            count += instrument.Meter.Name == TxaioClusterTelemetry.MeterName ? 1 : 0;
        listener.Start();
        return count;
    }
}

public sealed class Orders : ReceiveActor
{
    public static readonly TaskCompletionSource<object> Delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Orders() => Receive<DurableCallDue>(due =>
    {
        Delivered.TrySetResult(due.Message);
        Sender.Tell(due.Done());
    });
}
