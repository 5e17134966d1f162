using System.Diagnostics.Metrics;

namespace Txaio.Actors.Cluster.Telemetry;

/// <summary>
/// All instruments of durable timers. Observable ones read figures that the stripes and clients keep.
/// </summary>
internal static class Instruments
{
    // The default boundaries of SDKs are for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
    };

    private static readonly InstrumentAdvice<int> Sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    };

    public static readonly ObservableUpDownCounter<long> Pending = Meter.CreateObservableUpDownCounter(
        "txaio.durable.pending",
        static () => MeasuredTimers.Of(static timer => timer.Pending),
        "{call}",
        "Calls that the stripes of this node have stored and that are not done.");

    public static readonly ObservableUpDownCounter<long> Unacknowledged = Meter.CreateObservableUpDownCounter(
        "txaio.durable.unacknowledged",
        static () => MeasuredTimers.Of(static timer => timer.Unacknowledged),
        "{call}",
        "Calls of the stripes of this node that were delivered and are not acknowledged.");

    public static readonly ObservableGauge<double> Lag = Meter.CreateObservableGauge(
        "txaio.durable.lag",
        static () => MeasuredTimers.Of(static timer => timer.Lag),
        "s",
        "How long the oldest call that is due waits for its first delivery on this node.");

    public static readonly ObservableUpDownCounter<long> Waiting = Meter.CreateObservableUpDownCounter(
        "txaio.durable.waiting",
        static () => MeasuredTimers.Of(static timer => timer.Waiting()),
        "{change}",
        "Changes of this node that wait to be stored.");

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>(
        "txaio.durable.delivered", "{delivery}", "First deliveries of calls.");

    public static readonly Counter<long> Retried = Meter.CreateCounter<long>(
        "txaio.durable.retried", "{delivery}", "Further deliveries of calls that were not acknowledged.");

    public static readonly Counter<long> GivenUp = Meter.CreateCounter<long>(
        "txaio.durable.given_up", "{call}", "Calls that were given up after the most attempts.");

    public static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "txaio.durable.refused", "{change}", "Changes and questions that were refused because too many wait.");

    public static readonly Counter<long> TimedOut = Meter.CreateCounter<long>(
        "txaio.durable.timeouts", "{request}", "Requests without a reply in time.");

    public static readonly Histogram<double> Lateness = Meter.CreateHistogram(
        "txaio.durable.lateness", "s", "How long after its due time a call was first delivered.", tags: null, Seconds);

    public static readonly Histogram<int> WriteSize = Meter.CreateHistogram(
        "txaio.durable.write.size",
        "{change}",
        "Changes and acknowledgements that one write stored.",
        tags: null,
        Sizes);

    private static Meter Meter => TxaioClusterTelemetry.Meter;
}
