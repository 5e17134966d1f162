using System.Collections.Concurrent;
using System.Globalization;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>Checks that every loop turns, and that no part of the library was stopped.</summary>
internal sealed class LoopLivenessCheck(TimeSpan limit) : IAkkaHealthCheck
{
    private const int MostNamed = 20;

    private readonly ConcurrentDictionary<EventLoop, LoopProbe> _probes = new();

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var system = context.ActorSystem;
        if (system.WhenTerminated.IsCompleted)
            return new HealthCheckResult(context.Registration.FailureStatus, "The actor system has ended.");

        var probes = TxaioExtension.Get(system).Loops
            .Select(loop => _probes.GetOrAdd(loop, static loop => new LoopProbe(loop))).ToList();
        var lives = await Task.WhenAll(
            probes.Select(probe => probe.LookAsync(system.Scheduler, limit, cancellationToken)));
        var wrong = probes.Zip(lives).Where(static pair => pair.Second != LoopLife.Turns)
            .Select(static pair => Describe(pair.First.Loop, pair.Second))
            .Union(TxaioExtension.Get(system).GetStoppedParts(), StringComparer.Ordinal)
            .Take(MostNamed)
            .ToList();
        return wrong.Count == 0
            ? HealthCheckResult.Healthy(LoopData.Count(probes.Count, "turn"), LoopData.Of(system))
            : new HealthCheckResult(
                context.Registration.FailureStatus, string.Join(", ", wrong), data: LoopData.Of(system));
    }

    private static string Describe(EventLoop loop, LoopLife life) => life.IsEnded
        ? $"{loop} has ended"
        : string.Create(
            CultureInfo.InvariantCulture, $"{loop} has not turned for {life.StuckFor.TotalSeconds:0.0} s");
}
