using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>Whether every loop keeps up, and the actor system is not about to end.</summary>
internal sealed class LoopReadinessCheck(long limit) : IAkkaHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(AkkaHealthCheckContext context)
    {
        var system = context.ActorSystem;
        if (system.WhenTerminated.IsCompleted || CoordinatedShutdown.Get(system).ShutdownReason is not null)
            return new HealthCheckResult(context.Registration.FailureStatus, "The actor system ends.");

        var loops = TxaioExtension.Get(system).Loops;
        var wrong = loops.Select(static loop => (Loop: loop, loop.GetStatistics().Pending))
            .Where(found => found.Pending > limit)
            .Select(found => string.Create(
                CultureInfo.InvariantCulture, $"{found.Loop} has {found.Pending} callbacks waiting (limit: {limit})"))
            .ToList();
        return wrong.Count == 0
            ? HealthCheckResult.Healthy(LoopData.Count(loops.Count, "keep up"), LoopData.Of(system))
            : new HealthCheckResult(
                context.Registration.FailureStatus, string.Join(", ", wrong), data: LoopData.Of(system));
    }
}
