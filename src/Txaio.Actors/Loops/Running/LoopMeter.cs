using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// Measures a loop: lag, callbacks, and how long they hold it. Callbacks are timed in groups, because reading the clock
/// for each would cost more than a short callback. Does not read the clock itself.
/// </summary>
/// <param name="telemetry">Records each callback's time while a listener is attached.</param>
/// <remarks>
/// The loop's thread writes. Any thread reads <see cref="Executed"/>, <see cref="Lag"/>, <see cref="Longest"/> and
/// <see cref="Busy"/>.
/// </remarks>
internal sealed class LoopMeter(LoopTelemetry? telemetry = null)
{
    // The number of callbacks that are timed one by one after a slow group, so that the next report names one callback.
    private const int TimedSingly = 256;

    // How many callbacks are still to be timed one by one.
    private int _singly;
    private bool _recordsEach;
    private long _groupStarted;
    private long _busy;

    // The loop's thread writes, any thread reads. While a group runs: its start less the time that callbacks had held
    // the loop by then, zero or more. Between turns: the complement of the time that callbacks have held the loop.
    // It is one word because a reader of two words could count a group twice.
    private long _held = ~0L;
    private long _woken;
    private long _executed;
    private long _lag;
    private long _longest;

    /// <summary>How many callbacks have run, as of the last group that ended.</summary>
    public long Executed => Volatile.Read(ref _executed);

    /// <summary>The time between the request for the last turn and its start.</summary>
    public TimeSpan Lag => TimeSpan.FromTicks(Volatile.Read(ref _lag));

    /// <summary>How long the slowest group took.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    /// <summary>How many callbacks the running group is to have.</summary>
    public int GroupSize => _singly > 0 ? 1 : CallbackGroup.Size;

    /// <summary>How long callbacks have held the loop so far, in ticks, including the running group.</summary>
    public long Busy(long now)
    {
        var held = Volatile.Read(ref _held);
        return held < 0 ? ~held : Math.Max(0, now - held);
    }

    /// <summary>A turn is requested. The requesting thread calls this before the turn can start.</summary>
    public void TurnRequested(long now) => Volatile.Write(ref _woken, now);

    /// <summary>A turn starts, and its first group.</summary>
    public void TurnStarts(long now)
    {
        Volatile.Write(ref _lag, Math.Max(0, now - Volatile.Read(ref _woken)));
        GroupStarts(now);
        _recordsEach = telemetry is not null && Instruments.CallbackDuration.Enabled;
        if (_recordsEach && _singly == 0)
            _singly = 1;
    }

    /// <summary>A turn ends. Its last group has ended before.</summary>
    public void TurnEnds() => Volatile.Write(ref _held, ~_busy);

    /// <summary>A group ends, and the next one starts.</summary>
    /// <param name="now">The loop's clock.</param>
    /// <param name="ran">How many callbacks the group had.</param>
    /// <param name="limit">The longest time that is not slow.</param>
    /// <returns>How long the group took, if it was slow; else null.</returns>
    public TimeSpan? GroupEnds(long now, int ran, TimeSpan limit)
    {
        if (ran == 0)
            return null;
        var took = now - _groupStarted;
        _busy += took;
        GroupStarts(now);
        Volatile.Write(ref _executed, _executed + ran);
        if (took > _longest)
            Volatile.Write(ref _longest, took);
        if (_recordsEach)
            telemetry!.CallbackRan(took);
        else if (_singly > 0)
            _singly--;
        if (limit == Timeout.InfiniteTimeSpan || took <= limit.Ticks)
            return null;
        _singly = TimedSingly;
        return TimeSpan.FromTicks(took);
    }

    private void GroupStarts(long now)
    {
        _groupStarted = now;
        Volatile.Write(ref _held, Math.Max(0, now - _busy));
    }
}
