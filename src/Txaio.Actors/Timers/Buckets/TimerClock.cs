using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The scheduler's clock, and a cheap look at it: most calls fall so far from the edges of a bucket that a clock which
/// is a few milliseconds off says which bucket it is. The exact one costs half of what scheduling a call does.
/// </summary>
internal sealed class TimerClock(ITimeProvider clock, bool isReal)
{
    /// <summary>By how much the time may be later than <see cref="Earliest"/> says.</summary>
    public const long Spread = 2 * Margin;

    /// <summary>
    /// By how much the coarse clock may be off, either way: it moves with the system's timer interrupt.
    /// </summary>
    private const long Margin = 16 * TimeSpan.TicksPerMillisecond;

    // How long the two clocks are taken to run alike; they may be counted by different crystals.
    private const long ComparedForMs = 1000;

    // By how much they may have drifted apart meanwhile, generously; and what is no drift, but a clock that was set.
    private const long Drift = TimeSpan.TicksPerMillisecond;
    private const long Step = TimeSpan.TicksPerSecond;

    private const long Never = long.MinValue;

    // The exact clock less the coarse one when they were compared last, and until when that holds. Any thread writes
    // both; every difference that is there to be read is right within the margin.
    private long _difference = Never;
    private long _holdsUntilMs = Never;

    /// <summary>The clock of a scheduler; virtual time has no coarse one.</summary>
    public TimerClock(IScheduler scheduler)
        : this(scheduler, scheduler is HashedWheelTimerScheduler)
    {
    }

    /// <summary>The time in ticks.</summary>
    public long Now => clock.HighResMonotonicClock.Ticks;

    /// <summary>Whether the coarse clock is of use for buckets of that length.</summary>
    public bool IsCoarseFor(long bucket) => isReal && bucket > 4 * Margin;

    /// <summary>
    /// The time less the margin: it is this time, or up to <see cref="Spread"/> later; more only while the machine is
    /// kept from counting its coarse clock on.
    /// </summary>
    public long Earliest()
    {
        var ms = CoarseMs();
        if (ms >= Volatile.Read(ref _holdsUntilMs))
            ms = Compare();
        return (ms * TimeSpan.TicksPerMillisecond) + Volatile.Read(ref _difference) - Margin;
    }

    /// <summary>Compares the clocks, which otherwise happens once a second.</summary>
    internal void CompareNow() => Compare();

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Compared with the scheduler's own.")]
    private static long CoarseMs() => Environment.TickCount64;

    // Compares again when the coarse clock moved meanwhile: the thread may have been stopped between the two reads. The
    // exchange fails when another thread has compared since: that thread's difference is the later one.
    private long Compare()
    {
        while (true)
        {
            var before = Volatile.Read(ref _difference);
            var ms = CoarseMs();
            var now = Now;
            if (CoarseMs() != ms)
                continue;
            StressPoint.Here();
            var difference = Corrected(now - (ms * TimeSpan.TicksPerMillisecond), before);
            if (Interlocked.CompareExchange(ref _difference, difference, before) == before)
                Volatile.Write(ref _holdsUntilMs, ms + ComparedForMs);
            return ms;
        }
    }

    // A machine that is kept from running does not count its coarse clock on, which makes the difference too large for
    // as long as that lasts, and what is found by it too late.
    private static long Corrected(long difference, long before) =>
        before == Never || difference - before > Step ? difference : Math.Min(difference, before + Drift);
}
