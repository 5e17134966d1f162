using System.Diagnostics.Metrics;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Telemetry;

/// <summary>
/// All instruments. When a listener collects, observable instruments read figures that the loops count in any case. The
/// library measures for the other instruments only while they are enabled.
/// </summary>
internal static class Instruments
{
    // The default boundaries of SDKs are for milliseconds.
    private static readonly InstrumentAdvice<double> Boundaries = new()
    {
        HistogramBucketBoundaries =
            [0.000_01, 0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    public static readonly ObservableCounter<long> LoopCallbacks = Meter.CreateObservableCounter(
        "txaio.loop.callbacks", MeasuredLoops.Callbacks, "{callback}", "Callbacks that have run.");

    public static readonly ObservableUpDownCounter<long> LoopQueueLength = Meter.CreateObservableUpDownCounter(
        "txaio.loop.queue.length",
        MeasuredLoops.QueueLengths,
        "{callback}",
        "Callbacks that wait in the run queue, and those of the running turn.");

    public static readonly ObservableGauge<double> LoopUtilization = Meter.CreateObservableGauge(
        "txaio.loop.utilization",
        MeasuredLoops.Utilizations,
        "1",
        "Part of the time since the last collection, or the last second, in which callbacks held the loop.");

    public static readonly Histogram<double> LoopLag = Seconds(
        "txaio.loop.lag", "How long a turn of the loop waited from its request to its start.");

    public static readonly Histogram<double> CallbackDuration = Seconds(
        "txaio.loop.callback.duration", "How long a callback held the loop.");

    public static readonly ObservableUpDownCounter<long> TimersPending = Meter.CreateObservableUpDownCounter(
        "txaio.timers.pending", MeasuredLoops.PendingCalls, "{call}", "Calls that are scheduled and not due yet.");

    public static readonly Counter<long> TimersFired = Meter.CreateCounter<long>(
        "txaio.timers.fired", "{call}", "Calls that have run, and messages that were told.");

    public static readonly Histogram<double> TimersLateness = Seconds(
        "txaio.timers.lateness", "How long after their due time calls ran; one value a chunk of a batched timer.");

    public static readonly Counter<long> FuturesCreated = Meter.CreateCounter<long>(
        "txaio.futures.created", "{future}", "Futures that were made.");

    public static readonly Counter<long> FuturesCompleted = Meter.CreateCounter<long>(
        "txaio.futures.completed", "{future}", "Futures that were resolved, rejected or cancelled.");

    public static readonly Counter<long> FuturesUnobserved = Meter.CreateCounter<long>(
        "txaio.futures.unobserved",
        "{future}",
        "Rejected futures that were collected unobserved.");

    public static readonly Histogram<double> AskDuration = Seconds(
        "txaio.ask.duration", "How long an Ask waited for its reply.");

    public static readonly Counter<long> AskRetries = Meter.CreateCounter<long>(
        "txaio.ask.retries", "{attempt}", "Attempts of AskWithRetry after the first.");

    public static readonly Counter<long> LogEvents = Meter.CreateCounter<long>(
        "txaio.log.events", "{event}", "Log events that were published.");

    public static readonly Counter<long> LogDropped = Meter.CreateCounter<long>(
        LogBound.MetricName, "{event}", LogBound.MetricDescription);

    public static readonly Counter<long> RemoteRefused = Meter.CreateCounter<long>(
        "txaio.remote.refused", "{message}", "Messages of other nodes that a bound refused.");

    private static Meter Meter => TxaioTelemetry.Meter;

    private static Histogram<double> Seconds(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, Boundaries);
}
