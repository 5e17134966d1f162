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
    /// <summary>Exports the metrics of loops, futures and timers: the meter <see cref="TxaioTelemetry.MeterName"/>.</summary>
    /// <remarks>
    /// From then on each callback costs a reading of the clock and a record; without a provider it costs neither. The
    /// histograms bring boundaries for seconds; a view of the program's replaces them. Calling this again changes
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
    /// <remarks>Calling this again changes nothing.</remarks>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddTxaioInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(TxaioTelemetry.ActivitySourceName);
    }
}
