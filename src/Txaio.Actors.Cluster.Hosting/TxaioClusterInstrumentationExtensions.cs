using OpenTelemetry.Metrics;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>The metrics of durable timers for OpenTelemetry. Not from txaio.</summary>
/// <remarks>
/// Works without a host, too. One meter serves all actor systems of the process; the tags <c>txaio.system</c> and
/// <c>txaio.timer</c> tell systems and timers apart.
/// </remarks>
public static class TxaioClusterInstrumentationExtensions
{
    /// <summary>
    /// Exports the metrics of durable timers: the meter <see cref="TxaioClusterTelemetry.MeterName"/>.
    /// </summary>
    /// <remarks>
    /// The histograms have boundaries for seconds and numbers of changes; a view of the program replaces them. A second
    /// call changes nothing. The metrics of loops, futures and other timers are those of
    /// <c>AddTxaioInstrumentation</c>.
    /// </remarks>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddTxaioClusterInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(TxaioClusterTelemetry.MeterName);
    }
}
