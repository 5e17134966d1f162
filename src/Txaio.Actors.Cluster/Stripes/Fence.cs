using Akka.Actor;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// Says for how long the journal proves that no newer incarnation of the stripe writes. Event n + 1 of a stale
/// incarnation fails, because the newer incarnation's event has that number. But events are deleted once a snapshot
/// holds them, and then the number is free again. So a stripe deletes an event only a period after it was written, and
/// does not believe a write that ends more than a period after the start of the write, or of the recovery, before it:
/// the process was stopped meanwhile, for example. For the same reason it delivers only within a short period after a
/// write: a newer incarnation may have stored that a call was cancelled.
/// </summary>
/// <remarks>
/// Time is measured by two clocks, and the greater result counts: a monotonic clock may stand still while a machine
/// sleeps, and the time of day can be set back.
/// </remarks>
/// <param name="period">For how long the journal keeps the events of a snapshot.</param>
/// <param name="deliveryPeriod">
/// For how long a stripe delivers after the start of a write: less than a newer incarnation takes to start.
/// </param>
/// <param name="clock">The clocks.</param>
internal sealed class Fence(TimeSpan period, TimeSpan deliveryPeriod, ITimeProvider clock)
{
    // After two writes in a row that took longer than the delivery period it is the store that is slow. The process was
    // not stopped twice, because its second write would have failed.
    private const int SlowStore = 2;

    private Instant _proved = Instant.Of(clock);
    private Instant _started;
    private int _slowWrites;

    /// <summary>How long the stripe may wait before it has to write.</summary>
    public TimeSpan TimeToWrite => (period / 2) - Instant.Of(clock).Since(_proved);

    /// <summary>Whether the stripe may deliver. If not, it has to write first.</summary>
    public bool MayDeliver => _slowWrites >= SlowStore || Instant.Of(clock).Since(_proved) < deliveryPeriod;

    /// <summary>A write starts.</summary>
    public void WriteStarts() => _started = Instant.Of(clock);

    /// <summary>A write has succeeded.</summary>
    /// <returns>Whether the success proves that no newer incarnation writes.</returns>
    public bool WriteEnded()
    {
        if (Instant.Of(clock).Since(_proved) >= period)
            return false;
        _proved = _started;
        _slowWrites = Instant.Of(clock).Since(_proved) < deliveryPeriod ? 0 : _slowWrites + 1;
        return true;
    }

    private readonly record struct Instant(TimeSpan Monotonic, DateTimeOffset OfDay)
    {
        public static Instant Of(ITimeProvider clock) => new(clock.MonotonicClock, clock.Now);

        public TimeSpan Since(Instant before)
        {
            var (byMonotonic, byDay) = (Monotonic - before.Monotonic, OfDay - before.OfDay);
            return byMonotonic > byDay ? byMonotonic : byDay;
        }
    }
}
