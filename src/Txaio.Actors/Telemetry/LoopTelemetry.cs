namespace Txaio.Actors;

/// <summary>
/// What is measured of one loop, and of the futures and timers on it, with its tags made once. Any thread; whoever
/// calls has asked first whether the instrument is enabled.
/// </summary>
internal sealed class LoopTelemetry
{
    private readonly ILoopFigures _loop;
    private readonly UtilizationWindow _utilization;
    private readonly KeyValuePair<string, object?>[] _resolved;
    private readonly KeyValuePair<string, object?>[] _cancelled;
    private readonly WeakTimers _timers = new();

    public LoopTelemetry(string system, string name, ILoopFigures loop)
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

    /// <summary>Of the loop's own heap of calls.</summary>
    public TimerTelemetry CallLater { get; }

    public ILoopFigures Figures => _loop;

    /// <summary>Reads a batched timer of this loop from now on, for as long as somebody else keeps it.</summary>
    public void Add(IMeasuredTimer timer) => _timers.Add(timer);

    public double Utilization() => _utilization.At(_loop.Now, _loop.Busy);

    public IEnumerable<(TimerTelemetry Timer, long Calls)> PendingCalls() =>
        _timers.Live().Select(static timer => (timer.Telemetry!, timer.PendingCalls))
            .Prepend((CallLater, _loop.Scheduled));

    public void TurnBegan(TimeSpan lag) =>
        Safely(() => Instruments.LoopLag.Record(lag.TotalSeconds, Tags));

    public void CallbackRan(long ticks) =>
        Safely(() => Instruments.CallbackDuration.Record(TimeSpan.FromTicks(ticks).TotalSeconds, Tags));

    public void FutureCreated() => Safely(() => Instruments.FuturesCreated.Add(1, Tags));

    public void FutureCompleted(Exception? error, bool cancelled) =>
        Safely(() => Instruments.FuturesCompleted.Add(1, OutcomeTags(error, cancelled)));

    public void FutureUnobserved(Exception error) =>
        Safely(() => Instruments.FuturesUnobserved.Add(1, [.. Tags, TelemetryTags.ErrorTypeOf(error)]));

    public void AskEnded(long ticks, Exception? error, bool cancelled) => Safely(() =>
        Instruments.AskDuration.Record(TimeSpan.FromTicks(ticks).TotalSeconds, OutcomeTags(error, cancelled)));

    /// <summary>Records something: a listener that throws must not stop a loop, nor keep a future's callbacks.</summary>
    public void Safely(Action record)
    {
        try
        {
            record();
        }
        catch (Exception e)
        {
            _loop.Report("a listener of its metrics", e);
        }
    }

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
