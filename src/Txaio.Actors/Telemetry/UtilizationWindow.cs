namespace Txaio.Actors.Telemetry;

/// <summary>
/// The part of the time in which callbacks held a loop, between one collection and the next. Collections within a
/// second of each other, by several readers, get the same figure. The caller passes the time: this reads no clock.
/// </summary>
/// <param name="start">When the loop was made, in ticks.</param>
internal sealed class UtilizationWindow(long start)
{
    // Guards the fields below: any thread collects.
    private readonly Lock _gate = new();
    private long _since = start;
    private long _busyBefore;
    private double? _last;

    /// <summary>Returns the part of the time, from 0 to 1.</summary>
    /// <param name="now">The time in ticks.</param>
    /// <param name="busy">For how long the loop has been held up to now, in ticks.</param>
    public double At(long now, long busy)
    {
        lock (_gate)
        {
            var passed = now - _since;
            var part = passed <= 0 ? 0 : Math.Clamp((double)(busy - _busyBefore) / passed, 0, 1);
            if (passed < TimeSpan.TicksPerSecond)
                return _last ?? part;
            _since = now;
            _busyBefore = busy;
            _last = part;
            return part;
        }
    }
}
