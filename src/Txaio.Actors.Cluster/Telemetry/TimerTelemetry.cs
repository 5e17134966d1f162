using System.Diagnostics.Metrics;
using Akka.Actor;

namespace Txaio.Actors.Cluster.Telemetry;

/// <summary>
/// Measures one timer on this node; its stripes and clients call it. Any thread. A listener that throws is reported,
/// and stops nothing.
/// </summary>
/// <param name="system">The actor system's name.</param>
/// <param name="timer">The timer's name.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="clock">The actor system's scheduler.</param>
/// <param name="report">Reports the exception of a listener.</param>
internal sealed class TimerTelemetry(
    string system, string timer, int stripes, ITimeProvider clock, Action<Exception> report)
{
    // Each stripe writes its own entries; the collecting thread of a listener reads them all.
    private readonly long[] _pending = new long[stripes];
    private readonly long[] _unacknowledged = new long[stripes];
    private readonly long[] _nextDue = new long[stripes];

    /// <summary>System and timer.</summary>
    public KeyValuePair<string, object?>[] Tags { get; } = [new("txaio.system", system), new("txaio.timer", timer)];

    /// <summary>The changes of this node that wait. Set before the timer is used.</summary>
    public Func<long> Waiting { get; set; } = static () => 0;

    /// <summary>The pending calls of the stripes on this node.</summary>
    public long Pending => Sum(_pending);

    /// <summary>The calls of the stripes on this node that were delivered and are not acknowledged.</summary>
    public long Unacknowledged => Sum(_unacknowledged);

    /// <summary>
    /// How long the oldest call that is due waits for its first delivery on this node, in seconds; zero without one.
    /// </summary>
    public double Lag
    {
        get
        {
            var now = clock.Now.ToUnixTimeMilliseconds();
            var first = now;
            for (var i = 0; i < _nextDue.Length; i++)
            {
                if (Volatile.Read(ref _nextDue[i]) is > 0 and var due && due < first)
                    first = due;
            }

            return (now - first) / 1000.0;
        }
    }

    /// <summary>A stripe says its numbers.</summary>
    /// <param name="stripe">The stripe.</param>
    /// <param name="pending">Calls that are stored and not done.</param>
    /// <param name="unacknowledged">Those of them that were delivered.</param>
    /// <param name="nextDue">The earliest due time of a call that was not delivered; null without one.</param>
    public void SetStripe(int stripe, long pending, long unacknowledged, long? nextDue)
    {
        Volatile.Write(ref _pending[stripe], pending);
        Volatile.Write(ref _unacknowledged[stripe], unacknowledged);
        Volatile.Write(ref _nextDue[stripe], nextDue ?? 0);
    }

    /// <summary>A stripe does not run on this node any more.</summary>
    public void Stopped(int stripe) => SetStripe(stripe, 0, 0, null);

    /// <summary>A call was delivered for the first time.</summary>
    /// <param name="late">How long after its due time.</param>
    public void Delivered(TimeSpan late)
    {
        Add(Instruments.Delivered);
        if (Instruments.Lateness.Enabled)
            Record(Instruments.Lateness, Math.Max(0, late.TotalSeconds));
    }

    /// <summary>A call was delivered again.</summary>
    public void Retried() => Add(Instruments.Retried);

    /// <summary>A call was given up.</summary>
    public void GivenUp() => Add(Instruments.GivenUp);

    /// <summary>A change or question was refused on this node.</summary>
    public void Refused() => Add(Instruments.Refused);

    /// <summary>A request of this node had no reply in time.</summary>
    public void TimedOut() => Add(Instruments.TimedOut);

    /// <summary>A write has stored changes.</summary>
    public void Wrote(int changes)
    {
        if (Instruments.WriteSize.Enabled)
            Record(Instruments.WriteSize, changes);
    }

    private static long Sum(long[] figures)
    {
        var sum = 0L;
        for (var i = 0; i < figures.Length; i++)
            sum += Volatile.Read(ref figures[i]);
        return sum;
    }

    private void Add(Counter<long> counter)
    {
        if (!counter.Enabled)
            return;
        try
        {
            counter.Add(1, Tags);
        }
        catch (Exception e)
        {
            report(e);
        }
    }

    private void Record<T>(Histogram<T> histogram, T value)
        where T : struct
    {
        try
        {
            histogram.Record(value, Tags);
        }
        catch (Exception e)
        {
            report(e);
        }
    }
}
