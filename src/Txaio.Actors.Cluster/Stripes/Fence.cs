using Akka.Actor;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// Says for how long the journal proves that no newer incarnation of the stripe writes. Event n + 1 of a stale
/// incarnation fails, because the newer incarnation's event has that number. But events are deleted once a snapshot holds
/// them, and then the number is free again. So a stripe deletes an event only a period after it was written, and does
/// not believe a write that ends more than a period after the start of the write, or of the recovery, before it: the
/// process was stopped meanwhile, for example.
/// </summary>
/// <remarks>
/// Time is measured by two clocks, and the greater result counts: a monotonic clock may stand still while a machine
/// sleeps, and the time of day can be set back.
/// </remarks>
internal sealed class Fence(TimeSpan period, IScheduler scheduler)
{
    private Instant _proved = Instant.Of(scheduler);
    private Instant _started;

    /// <summary>How long the stripe may wait before it has to write.</summary>
    public TimeSpan TimeToWrite => (period / 2) - Instant.Of(scheduler).Since(_proved);

    /// <summary>A write starts.</summary>
    public void WriteStarts() => _started = Instant.Of(scheduler);

    /// <summary>A write has succeeded.</summary>
    /// <returns>Whether the success proves that no newer incarnation writes.</returns>
    public bool WriteEnded()
    {
        if (Instant.Of(scheduler).Since(_proved) >= period)
            return false;
        _proved = _started;
        return true;
    }

    private readonly record struct Instant(TimeSpan Monotonic, DateTimeOffset OfDay)
    {
        public static Instant Of(IScheduler scheduler) => new(scheduler.MonotonicClock, scheduler.Now);

        public TimeSpan Since(Instant before)
        {
            var (byMonotonic, byDay) = (Monotonic - before.Monotonic, OfDay - before.OfDay);
            return byMonotonic > byDay ? byMonotonic : byDay;
        }
    }
}
