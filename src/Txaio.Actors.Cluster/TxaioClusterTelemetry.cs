using System.Diagnostics.Metrics;

namespace Txaio.Actors.Cluster;

/// <summary>
/// The name by which a listener gets the metrics of durable timers: for <c>AddMeter</c> of OpenTelemetry, or for a
/// <see cref="MeterListener"/>. Not from txaio.
/// </summary>
/// <remarks>
/// One meter a process; the tags <c>txaio.system</c> and <c>txaio.timer</c> tell actor systems and timers apart.
/// Nothing is measured without a listener.
/// </remarks>
public static class TxaioClusterTelemetry
{
    /// <summary>The name of the meter: <c>Txaio.Actors.Cluster</c>.</summary>
    public const string MeterName = "Txaio.Actors.Cluster";

    internal static readonly Meter Meter =
        new(MeterName, typeof(TxaioClusterTelemetry).Assembly.GetName().Version?.ToString(3));
}
