using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>The health check of durable timers, for Akka.Hosting. Not registered by default.</summary>
public static class TxaioClusterHealthCheckExtensions
{
    /// <summary>The name of the readiness check.</summary>
    public const string ReadinessName = "txaio.durable.readiness";

    /// <summary>
    /// Checks that every stripe of every durable timer replies within <paramref name="limit"/>, that the journals and
    /// snapshot stores of the timers whose stripes this node runs can be read, and that the actor system does not end.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Each check asks the stripes as <see cref="IDurableTimer.Pending"/> does, and asks each journal and snapshot
    /// store for an entry that does not exist. At most one question of each kind waits for its reply. When stripes or a store
    /// do not reply, the check waits without a thread until the limit has passed since the question; checks that come
    /// later wait a tenth of the limit for its reply. The check does not write.
    /// </para>
    /// <para>
    /// In a cluster the stripes of other nodes count: after the death of a node the check fails on all nodes until its
    /// stripes run elsewhere, unless that takes less than the limit. A node that cannot reach the other nodes fails too.
    /// </para>
    /// <para>
    /// <c>services.AddHealthChecks()</c> runs the checks. Logs nothing. The check never makes the actor system. Before
    /// the host makes it, the check fails; without <c>services.AddTxaioDurableTimers()</c> the check throws
    /// <see cref="InvalidOperationException"/> then. Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="limit">How long a reply may take; more than zero. Null: 10 s.</param>
    /// <param name="failureStatus">The status of a failure. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags beside <c>akka</c>. Null: <c>txaio</c> and <c>readiness</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not more than zero.</exception>
    public static AkkaConfigurationBuilder WithTxaioDurableTimersReadinessCheck(
        this AkkaConfigurationBuilder builder,
        TimeSpan? limit = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var allowed = limit ?? TimeSpan.FromSeconds(10);
        if (allowed <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(limit), limit, "The limit of readiness must be more than zero.");
        }

        HostChecks.Add(
            builder.WithExtension<ClusterHostExtensionProvider>(),
            ReadinessName,
            new DurableTimersCheck(allowed),
            failureStatus,
            tags ?? ["akka", "txaio", "readiness"]);
        return builder;
    }
}
