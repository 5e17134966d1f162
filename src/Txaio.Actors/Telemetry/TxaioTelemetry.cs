using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Txaio.Actors;

/// <summary>
/// What a listener needs to know to get the library's metrics and traces: names, for <c>AddMeter</c> and
/// <c>AddSource</c> of OpenTelemetry, or for a <see cref="MeterListener"/> and an <see cref="ActivityListener"/>.
/// </summary>
/// <remarks>
/// One meter and one source a process; the tag <c>txaio.system</c> tells actor systems apart. Nothing is measured
/// unless somebody listens. txaio has nothing like it.
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
