using System.Diagnostics;

namespace Txaio.Actors;

/// <summary>
/// Something the library does in an activity of its own, where somebody listens. A listener that throws harms nobody
/// but itself: it is reported, and the work goes on.
/// </summary>
internal readonly struct TracedWork : IDisposable
{
    private readonly LoopTelemetry? _loop;
    private readonly Activity? _outer;

    private TracedWork(LoopTelemetry loop, Activity? outer, Activity? activity)
    {
        _loop = loop;
        _outer = outer;
        Activity = activity;
    }

    /// <summary>The activity; null where nobody listens.</summary>
    public Activity? Activity { get; }

    /// <summary>Starts an activity, which is current until <see cref="Leave"/> or <see cref="Dispose"/>.</summary>
    /// <param name="loop">Where it is reported if a listener throws.</param>
    /// <param name="name">One of <see cref="ActivityNames"/>.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="parent">What it is part of; by default, of the activity that is current.</param>
    /// <param name="tags">Its tags.</param>
    public static TracedWork Start(
        LoopTelemetry loop,
        string name,
        ActivityKind kind,
        ActivityContext parent = default,
        KeyValuePair<string, object?>[]? tags = null)
    {
        var outer = Activity.Current;
        try
        {
            return new TracedWork(loop, outer, TxaioTelemetry.Source.StartActivity(name, kind, parent, tags));
        }
        catch (Exception e)
        {
            Activity.Current = outer;
            loop.Report("a listener of its activities", e);
            return default;
        }
    }

    /// <summary>Marks the activity as failed.</summary>
    public void Failed(Exception error)
    {
        if (Activity is null)
            return;
        var type = TelemetryTags.ErrorTypeOf(error);
        Activity.SetStatus(ActivityStatusCode.Error, error.Message).SetTag(type.Key, type.Value);
    }

    /// <summary>What was current before is so again, while the activity goes on.</summary>
    public void Leave()
    {
        if (Activity is not null)
            Activity.Current = _outer;
    }

    /// <summary>
    /// Ends the activity. Whoever does, on this thread or another, keeps the current activity it has, unless that is
    /// this one.
    /// </summary>
    public void Dispose()
    {
        if (Activity is null)
            return;
        var current = Activity.Current;
        try
        {
            Activity.Stop();
        }
        catch (Exception e)
        {
            _loop!.Report("a listener of its activities", e);
        }
        finally
        {
            Activity.Current = ReferenceEquals(current, Activity) ? _outer : current;
        }
    }
}
