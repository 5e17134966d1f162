using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Txaio.Actors;

/// <summary>
/// The names by which a listener gets the library's metrics and traces: for <c>AddMeter</c> and
/// <c>AddSource</c> of OpenTelemetry, or for a <see cref="MeterListener"/> and an <see cref="ActivityListener"/>.
/// </summary>
/// <remarks>
/// One meter and one source a process; the tag <c>txaio.system</c> tells actor systems apart. Nothing is measured
/// without a listener. txaio has nothing like it.
/// </remarks>
public static class TxaioTelemetry
{
    /// <summary>The name of the meter: <c>Txaio.Actors</c>.</summary>
    public const string MeterName = "Txaio.Actors";

    /// <summary>The name of the activity source: <c>Txaio.Actors</c>.</summary>
    public const string ActivitySourceName = "Txaio.Actors";

    private static readonly string? Version = typeof(TxaioTelemetry).Assembly.GetName().Version?.ToString(3);

    internal static readonly Meter Meter = new(MeterName, Version);

    internal static readonly ActivitySource Source = new(ActivitySourceName, Version);
}
