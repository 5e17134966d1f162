namespace Txaio.Actors.Loops.Running;

/// <summary>
/// Times a loop's callbacks in groups, because a timestamp for each would cost more than the callback, and keeps
/// the group's callbacks so that a slow group can be named. Handed the time; reads no clock.
/// </summary>
/// <param name="telemetry">Counts turns and callbacks while a listener is attached.</param>
/// <remarks>The loop's thread writes; any thread reads <see cref="Executed"/>, Lag, Longest and Busy.</remarks>
internal sealed class LoopMeter(LoopTelemetry? telemetry = null)
{
    private const int GroupSize = 16;

    // After a slow group, this many callbacks are timed one by one, so that the next report has one name.
    private const int CloseLook = 256;

    private readonly WorkItem[] _group = new WorkItem[GroupSize];
    private int _count;
    private int _closeLook;
    private bool _timesEach;
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

    public long Executed => Volatile.Read(ref _executed);

    public TimeSpan Lag => TimeSpan.FromTicks(Volatile.Read(ref _lag));

    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    /// <summary>How long callbacks have held the loop so far, in ticks, including the running group.</summary>
    public long Busy(long now)
    {
        var held = Volatile.Read(ref _held);
        return held < 0 ? ~held : Math.Max(0, now - held);
    }

    /// <summary>Notes that a turn is requested. The requesting thread calls it before the turn can begin.</summary>
    public void Woken(long now) => Volatile.Write(ref _woken, now);

    public void TurnStarts(long now)
    {
        Volatile.Write(ref _lag, Math.Max(0, now - Volatile.Read(ref _woken)));
        GroupStarts(now);
        _timesEach = telemetry is not null && Instruments.CallbackDuration.Enabled;
        if (_timesEach && _closeLook == 0)
            _closeLook = 1;
    }

    public void TurnEnds()
    {
        Volatile.Write(ref _held, ~_busy);
        Array.Clear(_group);
    }

    /// <summary>
    /// The place of the callback that runs next. The loop dequeues into it, so that a report can name the callback
    /// without another copy: copying four references costs as much as a short callback.
    /// </summary>
    public ref WorkItem Next => ref _group[_count];

    /// <summary>Counts the callback in <see cref="Next"/>, which ran.</summary>
    /// <returns>Whether its group is full.</returns>
    public bool Count()
    {
        _count++;
        return _count == GroupSize || _closeLook > 0;
    }

    /// <summary>Ends the group.</summary>
    /// <returns>What to report when it took longer than <paramref name="limit"/>.</returns>
    public SlowGroup? GroupEnds(long now, TimeSpan limit)
    {
        var ran = _count;
        if (ran == 0)
            return null;
        _count = 0;
        var took = now - _groupStarted;
        _busy += took;
        GroupStarts(now);
        Volatile.Write(ref _executed, _executed + ran);
        if (took > _longest)
            Volatile.Write(ref _longest, took);
        if (_timesEach)
            telemetry!.CallbackRan(took);
        else if (_closeLook > 0)
            _closeLook--;
        if (limit == Timeout.InfiniteTimeSpan || took <= limit.Ticks)
            return null;
        _closeLook = CloseLook;
        return new SlowGroup(
            TimeSpan.FromTicks(took), [.. _group.Take(ran).Select(static item => item.Describe()).Distinct()]);
    }

    private void GroupStarts(long now)
    {
        _groupStarted = now;
        Volatile.Write(ref _held, Math.Max(0, now - _busy));
    }
}

/// <summary>Callbacks that held a loop for too long.</summary>
/// <param name="Took">For how long.</param>
/// <param name="Names">Their names.</param>
internal sealed record SlowGroup(TimeSpan Took, IReadOnlyList<string> Names);
