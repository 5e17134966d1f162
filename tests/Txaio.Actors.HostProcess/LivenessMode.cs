using System.Diagnostics;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.HostProcess;

/// <summary>
/// A host that checks its liveness again and again, and prints each result. The host's loop always runs a callback, so
/// each check has to wait. A line <c>stick</c> on standard input blocks the loop forever. The end of standard input
/// ends the process.
/// </summary>
internal static class LivenessMode
{
    /// <summary>The limit of the check.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // The time of one callback, which is well below the limit.
    private static readonly TimeSpan Callback = TimeSpan.FromMilliseconds(100);

    private static readonly ManualResetEventSlim Never = new();

    private static volatile bool _stick;

    public static async Task RunAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAkka("app", static akka => akka.AddHocon(
            "akka.loggers = [], akka.stdout-loglevel = OFF, txaio.loops.default.callbacks-per-turn = 1",
            HoconAddMode.Prepend));
        builder.Services.AddTxaio(static options =>
        {
            options.AddLoop("default", static loop => loop.SlowCallback = Timeout.InfiniteTimeSpan);
            options.Health.Liveness = Limit;
        });
        using var host = builder.Build();
        await host.StartAsync();

        var loop = host.Services.GetRequiredService<ITxaio>().Loop;
        loop.CallSoon(() => KeepBusy(loop));
        loop.CallSoon(() => KeepBusy(loop));
        _ = Task.Run(() => CheckAsync(host.Services.GetRequiredService<HealthCheckService>()));
        while (await Console.In.ReadLineAsync() is { } line)
            _stick |= line == "stick";

        // The end of the host would wait for the stuck loop.
        Environment.Exit(0);
    }

    private static void KeepBusy(EventLoop loop)
    {
        if (_stick)
            Never.Wait();
        Thread.Sleep(Callback);
        loop.CallSoon(() => KeepBusy(loop));
    }

    private static async Task CheckAsync(HealthCheckService health)
    {
        while (true)
        {
            var began = Stopwatch.StartNew();
            var wasStuck = _stick;
            var report = await health.CheckHealthAsync();
            Console.WriteLine($"{report.Status} {(wasStuck ? "stuck" : "turning")} {began.ElapsedMilliseconds}");
        }
    }
}
