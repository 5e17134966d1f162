using System.Diagnostics.Metrics;

namespace Txaio.Actors.Telemetry;

/// <summary>
/// Measures one loop and the futures and timers on it; the tags are made once. Any thread. The caller checks first
/// that the instrument is enabled.
/// </summary>
internal sealed class LoopTelemetry
{
    private readonly ILoopMetricsSource _loop;
    private readonly UtilizationWindow _utilization;
    private readonly KeyValuePair<string, object?>[] _resolved;
    private readonly KeyValuePair<string, object?>[] _cancelled;

    public LoopTelemetry(string system, string name, ILoopMetricsSource loop)
    {
        _loop = loop;
        System = system;
        Name = name;
        Tags = [TelemetryTags.Of(TelemetryTags.System, system), TelemetryTags.Of(TelemetryTags.Loop, name)];
        _resolved = [.. Tags, TelemetryTags.Of(TelemetryTags.Outcome, TelemetryTags.Resolved)];
        _cancelled = [.. Tags, TelemetryTags.Of(TelemetryTags.Outcome, TelemetryTags.Cancelled)];
        _utilization = new UtilizationWindow(loop.Now);
        CallLater = new TimerTelemetry(this, TelemetryTags.CallLater);
    }

    /// <summary>The actor system's name.</summary>
    public string System { get; }

    /// <summary>The loop's name.</summary>
    public string Name { get; }

    /// <summary>System and loop.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>The telemetry of the loop's own heap of calls.</summary>
    public TimerTelemetry CallLater { get; }

    public ILoopMetricsSource Source => _loop;

    /// <summary>The batched timers of all loops. Set before the loop starts.</summary>
    public Func<IEnumerable<IMeasuredTimer>> BatchedTimers { get; set; } = static () => [];

    public double Utilization() => _utilization.At(_loop.Now, _loop.Busy);

    public IEnumerable<(TimerTelemetry Timer, long Calls)> PendingCalls() =>
        BatchedTimers().Where(timer => timer.Telemetry?.Loop == this)
            .Select(static timer => (timer.Telemetry!, timer.PendingCalls))
            .Prepend((CallLater, _loop.Scheduled));

    public void TurnBegan(TimeSpan lag) => Record(Instruments.LoopLag, lag.Ticks, Tags);

    public void CallbackRan(long ticks) => Record(Instruments.CallbackDuration, ticks, Tags);

    public void FutureCreated() => Add(Instruments.FuturesCreated, 1, Tags);

    public void FutureCompleted(Exception? error, bool cancelled) =>
        Add(Instruments.FuturesCompleted, 1, OutcomeTags(error, cancelled));

    public void FutureUnobserved(Exception error) =>
        Add(Instruments.FuturesUnobserved, 1, [.. Tags, TelemetryTags.ErrorTypeOf(error)]);

    public void AskEnded(long ticks, Exception? error, bool cancelled) =>
        Record(Instruments.AskDuration, ticks, OutcomeTags(error, cancelled));

    public void AskRetried() => Add(Instruments.AskRetries, 1, Tags);

    /// <summary>
    /// Counts, and reports a listener that throws: its exception must not stop a loop or a future's callbacks.
    /// </summary>
    public void Add(Counter<long> counter, long count, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            counter.Add(count, tags);
        }
        catch (Exception e)
        {
            Report("a listener of its metrics", e);
        }
    }

    /// <summary>Records a time in ticks, and reports a listener that throws, as <see cref="Add"/> does.</summary>
    public void Record(Histogram<double> histogram, long ticks, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            histogram.Record(TimeSpan.FromTicks(ticks).TotalSeconds, tags);
        }
        catch (Exception e)
        {
            Report("a listener of its metrics", e);
        }
    }

    /// <summary>Reports the exception of a listener.</summary>
    public void Report(string listener, Exception cause) => _loop.Report(listener, cause);

    private KeyValuePair<string, object?>[] OutcomeTags(Exception? error, bool cancelled)
    {
        if (cancelled)
            return _cancelled;
        return error is null
            ? _resolved
            : [.. Tags, TelemetryTags.Of(TelemetryTags.Outcome, TelemetryTags.Rejected),
                TelemetryTags.ErrorTypeOf(error)];
    }
}
