using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The scheduler's clock, and a coarse clock that is cheap to read. A clock that is a few milliseconds off is exact
/// enough to find the bucket of most calls. Reading the exact clock costs half as much as scheduling a call. See
/// docs/adr/0004-coarse-clock.md.
/// </summary>
internal sealed class TimerClock(ITimeProvider clock, bool isReal)
{
    /// <summary>By how much the exact time may be later than <see cref="Earliest"/>, in ticks.</summary>
    public const long Spread = 2 * Margin;

    /// <summary>
    /// By how much the coarse clock may be off in either direction, in ticks: the system's timer interrupt advances it.
    /// </summary>
    private const long Margin = 16 * TimeSpan.TicksPerMillisecond;

    // After this time the clocks are compared again: different crystals may drive them.
    private const long ComparedForMs = 1000;

    // An upper bound for the drift between two comparisons. A jump of more than Step means that a clock was set.
    private const long Drift = TimeSpan.TicksPerMillisecond;
    private const long Step = TimeSpan.TicksPerSecond;

    private const long ChunkTick = 10 * TimeSpan.TicksPerMillisecond;

    private const long Never = long.MinValue;

    // The exact time minus the coarse time at the last comparison, and the coarse time until which this difference is
    // used. Any thread writes both. Every difference that a thread may read is correct within the margin.
    private long _difference = Never;
    private long _holdsUntilMs = Never;

    /// <summary>
    /// The clock of a scheduler. The coarse clock is used only with a scheduler that follows the machine's clock.
    /// </summary>
    public TimerClock(IScheduler scheduler)
        : this(scheduler, scheduler is IDateTimeOffsetNowTimeProvider)
    {
    }

    /// <summary>The exact time in ticks.</summary>
    public long Now => clock.HighResMonotonicClock.Ticks;

    /// <summary>
    /// When to wake for a chunk that is due at <paramref name="due"/>. In real time the chunks of 10 ms share a wake-up,
    /// which costs as much as some thousand calls.
    /// </summary>
    public long WakesFor(long due) => isReal ? (due + ChunkTick - 1) / ChunkTick * ChunkTick : due;

    /// <summary>Whether the coarse clock is exact enough for buckets of this length.</summary>
    public bool IsCoarseFor(long bucket) => isReal && bucket > 4 * Margin;

    /// <summary>
    /// A lower bound of the exact time, in ticks. The exact time is at most <see cref="Spread"/> later; more only while
    /// the machine does not advance its coarse clock.
    /// </summary>
    public long Earliest()
    {
        var ms = CoarseMs();
        if (ms >= Volatile.Read(ref _holdsUntilMs))
            ms = Compare();
        return (ms * TimeSpan.TicksPerMillisecond) + Volatile.Read(ref _difference) - Margin;
    }

    /// <summary>Compares the clocks now; otherwise they are compared once a second.</summary>
    internal void CompareNow() => Compare();

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Compared with the scheduler's own.")]
    private static long CoarseMs() => Environment.TickCount64;

    // Repeats when the coarse clock has moved: the thread may have been stopped between the two reads. The exchange
    // fails when another thread has compared meanwhile; that thread's difference is newer.
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

    // A machine that is suspended for a moment does not advance its coarse clock. The new difference would be too
    // large, and times computed from it would be too late. So the difference grows by at most Drift, unless it has
    // jumped by more than Step.
    private static long Corrected(long difference, long before) =>
        before == Never || difference - before > Step ? difference : Math.Min(difference, before + Drift);
}
