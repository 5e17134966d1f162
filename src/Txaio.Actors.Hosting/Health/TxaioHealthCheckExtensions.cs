using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Health checks of the loops, for Akka.Hosting. None is registered by default.
/// </summary>
public static class TxaioHealthCheckExtensions
{
    /// <summary>The name of the liveness check.</summary>
    public const string LivenessName = "txaio.liveness";

    /// <summary>The name of the readiness check.</summary>
    public const string ReadinessName = "txaio.readiness";

    /// <summary>
    /// Checks that every loop turns. Each check posts a callback to each loop. It fails if a loop completes neither
    /// that callback nor another one within <paramref name="limit"/>, if a loop has ended, or if a part of txaio was
    /// stopped.
    /// </summary>
    /// <remarks>
    /// A loop that turns passes at once. For a stuck loop the check waits, without a thread, until the limit has passed
    /// since the first check posted its callback; later checks fail at once. <c>services.AddHealthChecks()</c> runs the
    /// checks. Logs nothing. The check never makes the actor system. Before the host makes it, the check fails; without
    /// <c>services.AddTxaio()</c> the check throws <see cref="InvalidOperationException"/> then. Not from txaio.
    /// </remarks>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="limit">How long a loop may take; more than zero. Null: 5 s.</param>
    /// <param name="failureStatus">The status of a failure. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags beside <c>akka</c>. Null: <c>txaio</c> and <c>liveness</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not more than zero.</exception>
    public static AkkaConfigurationBuilder WithTxaioLivenessCheck(
        this AkkaConfigurationBuilder builder,
        TimeSpan? limit = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var allowed = limit ?? TimeSpan.FromSeconds(5);
        if (allowed <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit of liveness must be more than zero.");
        HostChecks.Add(
            builder.WithExtension<HostExtensionProvider>(),
            LivenessName,
            new LoopLivenessCheck(allowed),
            failureStatus,
            tags ?? ["akka", "txaio", "liveness"]);
        return builder;
    }

    /// <summary>
    /// Checks that no loop has more waiting callbacks than <paramref name="limit"/>, that no loop is at its capacity
    /// and refuses work, and that the actor system is not ending. While other nodes use all that a bound under
    /// <c>txaio.remote</c> allows, the status is <see cref="HealthStatus.Degraded"/>, independent of
    /// <paramref name="failureStatus"/>. Bounds on completed promises refuse no message, and do not count here.
    /// </summary>
    /// <remarks>
    /// Reads the loops' statistics; waits for nothing. <c>services.AddHealthChecks()</c> runs the checks. Logs nothing.
    /// The check never makes the actor system. Before the host makes it, the check fails; without
    /// <c>services.AddTxaio()</c> the check throws <see cref="InvalidOperationException"/> then. Not from txaio.
    /// </remarks>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="limit">How many callbacks may wait on a loop; zero or more. Null: 10,000.</param>
    /// <param name="failureStatus">The status of a failure. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags beside <c>akka</c>. Null: <c>txaio</c> and <c>readiness</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below zero.</exception>
    public static AkkaConfigurationBuilder WithTxaioReadinessCheck(
        this AkkaConfigurationBuilder builder,
        long? limit = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var allowed = limit ?? 10_000;
        if (allowed < 0)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit of readiness must be zero or more.");
        HostChecks.Add(
            builder.WithExtension<HostExtensionProvider>(),
            ReadinessName,
            new LoopReadinessCheck(allowed),
            failureStatus,
            tags ?? ["akka", "txaio", "readiness"]);
        return builder;
    }
}
