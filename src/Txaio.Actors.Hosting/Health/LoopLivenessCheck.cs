using System.Globalization;
using System.Runtime.CompilerServices;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>Checks that every loop turns, and that no part of the library was stopped.</summary>
internal sealed class LoopLivenessCheck(TimeSpan limit) : IAkkaHealthCheck
{
    private const int MostNamed = 20;

    // A probe is collected with its loop: loops may be made and disposed while the system runs.
    private readonly ConditionalWeakTable<EventLoop, LoopProbe> _probes = [];

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var system = context.ActorSystem;
        if (system.WhenTerminated.IsCompleted)
            return new HealthCheckResult(context.Registration.FailureStatus, "The actor system has ended.");

        var extension = TxaioExtension.Get(system);
        var probes = extension.Loops
            .Select(loop => _probes.GetValue(loop, static loop => new LoopProbe(loop))).ToList();
        var lives = await Task.WhenAll(
            probes.Select(probe => probe.LookAsync(extension.Scheduler, limit, cancellationToken)));
        // A loop that was disposed meanwhile is no failure: such a loop leaves the list before it closes.
        var wrong = probes.Zip(lives)
            .Where(pair => pair.Second != LoopLife.Turns && extension.Loops.Contains(pair.First.Loop))
            .Select(static pair => Describe(pair.First.Loop, pair.Second))
            .Union(extension.GetStoppedParts(), StringComparer.Ordinal)
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
