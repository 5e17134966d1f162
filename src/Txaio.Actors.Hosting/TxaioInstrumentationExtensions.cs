using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Txaio.Actors.Hosting;

/// <summary>The library's metrics and traces for OpenTelemetry. Not from txaio.</summary>
/// <remarks>
/// Works without a host, too. One meter and one source serve all actor systems of the process; the tag
/// <c>txaio.system</c> tells the systems apart.
/// </remarks>
public static class TxaioInstrumentationExtensions
{
    /// <summary>
    /// Exports the metrics of loops, futures and timers: the meter <see cref="TxaioTelemetry.MeterName"/>.
    /// </summary>
    /// <remarks>
    /// With a provider, each callback costs one reading of the clock and one record; without a provider it costs
    /// neither. The histograms have boundaries for seconds; a view of the program replaces them. A second call changes
    /// nothing.
    /// </remarks>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <returns>The builder.</returns>
    public static MeterProviderBuilder AddTxaioInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(TxaioTelemetry.MeterName);
    }

    /// <summary>
    /// Exports the traces of Asks and of messages to loops and timers: the source
    /// <see cref="TxaioTelemetry.ActivitySourceName"/>.
    /// </summary>
    /// <remarks>A second call changes nothing.</remarks>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddTxaioInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(TxaioTelemetry.ActivitySourceName);
    }
}
