using System.Diagnostics.Metrics;
using System.Globalization;
using Akka.Actor;

namespace Txaio.Actors.Loggers;

/// <summary>
/// Bounds the events that wait for a slow output. An event beyond the bound is dropped and counted. While events are
/// dropped, one line a second has their number.
/// </summary>
/// <param name="system">The actor system that logs.</param>
/// <param name="logger">The name of the logger, for the metric.</param>
/// <param name="setting">The setting with the bound, for the line.</param>
/// <param name="capacity">The most waiting events, 1 or more.</param>
/// <param name="dropped">Counts dropped events.</param>
/// <param name="report">Called with the first exception of a listener of the metric. Must not throw; any thread.</param>
internal sealed class LogBound(
    ActorSystem system,
    string logger,
    string setting,
    int capacity,
    Counter<long> dropped,
    Action<string, Exception> report)
{
    /// <summary>The name of the metric.</summary>
    public const string MetricName = "txaio.log.dropped";

    /// <summary>What the metric counts.</summary>
    public const string MetricDescription = "Log events that a bounded logger dropped.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly KeyValuePair<string, object?>[] _tags =
        [new("txaio.system", system.Name), new("txaio.logger", logger)];

    // Threads that log add to it before they queue an event; the writing thread subtracts what it takes.
    private int _waiting;
    private long _dropped;
    private int _countFailures;

    // Used by the writing thread only.
    private long _told;
    private TimeSpan? _toldAt;

    /// <summary>Takes the place of one waiting event. Any thread; never throws.</summary>
    /// <param name="always">True: takes a place beyond the bound, too.</param>
    /// <returns>False if there is no place: the event is counted as dropped.</returns>
    public bool TryEnter(bool always = false)
    {
        var waiting = Volatile.Read(ref _waiting);
        while (always || waiting < capacity)
        {
            var seen = Interlocked.CompareExchange(ref _waiting, waiting + 1, waiting);
            if (seen == waiting)
                return true;
            waiting = seen;
        }

        Interlocked.Increment(ref _dropped);
        Count();
        return false;
    }

    /// <summary>Gives the place of an event back, which the writing thread has taken from the queue.</summary>
    public void Leave() => Interlocked.Decrement(ref _waiting);

    /// <summary>
    /// The line that the writing thread writes next, with the number of events dropped since the last line; null if no
    /// event was dropped, or if events wait and the last line was written less than a second ago.
    /// </summary>
    /// <param name="isIdle">Whether no event waits.</param>
    public string? Line(bool isIdle)
    {
        var all = Interlocked.Read(ref _dropped);
        if (all == _told)
            return null;
        var now = system.Scheduler.MonotonicClock;
        if (!isIdle && now - _toldAt < Interval)
            return null;
        var since = all - _told;
        (_told, _toldAt) = (all, now);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Log events dropped because {capacity} waited: {since}; {setting} = {capacity} allows no more");
    }

    private void Count()
    {
        if (!dropped.Enabled)
            return;
        try
        {
            dropped.Add(1, _tags);
        }
        catch (Exception error)
        {
            if (Interlocked.Increment(ref _countFailures) == 1)
                report("a listener of its metrics failed", error);
        }
    }
}
