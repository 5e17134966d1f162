using System.Diagnostics;

namespace Txaio.Actors.Telemetry;

/// <summary>
/// A piece of the library's work, in an activity of its own when there is a listener. An exception of a listener is
/// reported, and the work continues.
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

    /// <summary>The activity; null without a listener.</summary>
    public Activity? Activity { get; }

    /// <summary>
    /// Starts an activity, which is current until <see cref="RestoreOuter"/> or <see cref="Dispose"/>.
    /// </summary>
    /// <param name="loop">The loop that reports the exception of a listener.</param>
    /// <param name="name">One of <see cref="ActivityNames"/>.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="parent">The parent; by default the current activity.</param>
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

    /// <summary>Makes the outer activity current again, and does not end this activity.</summary>
    public void RestoreOuter()
    {
        if (Activity is not null)
            Activity.Current = _outer;
    }

    /// <summary>
    /// Ends the activity. The calling thread keeps its current activity; if this one is current, the outer one becomes
    /// current.
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
