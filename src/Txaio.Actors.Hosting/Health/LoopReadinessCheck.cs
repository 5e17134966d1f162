using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>Checks that every loop keeps up and accepts new work, and that the actor system is not ending.</summary>
internal sealed class LoopReadinessCheck(long limit) : IAkkaHealthCheck
{
    private const string Waiting = "callbacks and promises of messages are pending";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(AkkaHealthCheckContext context)
    {
        var system = context.ActorSystem;
        if (system.WhenTerminated.IsCompleted || CoordinatedShutdown.Get(system).ShutdownReason is not null)
            return new HealthCheckResult(context.Registration.FailureStatus, "The actor system ends.");

        var extension = TxaioExtension.Get(system);
        var wrong = extension.Loops.SelectMany(Problems).ToList();
        if (wrong.Count > 0)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus, string.Join(", ", wrong), data: LoopData.Of(system));
        }

        // Only other nodes cause this, so it must not take the application out of service.
        var met = extension.GetRemoteBounds().Where(static bound => bound.IsMet).Select(Describe).ToList();
        return met.Count == 0
            ? HealthCheckResult.Healthy(LoopData.Count(extension.Loops.Count, "keep up"), LoopData.Of(system))
            : HealthCheckResult.Degraded(string.Join(", ", met), data: LoopData.Of(system));
    }

    private IEnumerable<string> Problems(EventLoop loop)
    {
        var found = loop.GetStatistics();
        if (found.Pending > limit)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{loop} has {found.Pending} callbacks waiting (limit: {limit})");
        }

        if (found.IsFull)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{loop} refuses new work: {found.Taken} {Waiting} ({Capacity(loop)} = {found.Capacity})");
        }
    }

    private static string Capacity(EventLoop loop) => $"txaio.loops.{loop.Name}.capacity";

    private static string Describe(RemoteBoundStatistics bound) => string.Create(
        CultureInfo.InvariantCulture,
        $"{bound.Setting} = {bound.Limit} is met: no more is held for other nodes ({bound.Refused} refused so far)");
}
