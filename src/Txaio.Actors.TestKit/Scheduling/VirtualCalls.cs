using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Txaio.Actors.TestKit.Driving;

namespace Txaio.Actors.TestKit.Scheduling;

/// <summary>
/// The virtual clock and the scheduled calls, in due order and then in the order they were scheduled. This type runs no
/// call: the driving thread takes the due calls out and runs them.
/// </summary>
internal sealed class VirtualCalls
{
    // Guards the fields below: any thread schedules calls, and one thread drives.
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualCall, (long Due, long Order)> _heap = new();
    private DateTimeOffset? _start;
    private long _now;
    private long _steps;
    private long _orders;
    private bool _closed;

    /// <summary>The time of day when the clock was at zero.</summary>
    public DateTimeOffset Start => _start ?? DateTimeOffset.UnixEpoch;

    /// <summary>The virtual time since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _now));

    /// <summary>
    /// The elapsed time plus one tick for each move of the clock: later than any due time set before the last move.
    /// </summary>
    public TimeSpan ElapsedAndSteps
    {
        get
        {
            lock (_gate)
                return TimeSpan.FromTicks(_now + _steps);
        }
    }

    private long LastTick => (DateTimeOffset.MaxValue - Start).Ticks;

    /// <summary>Sets the start; later calls do nothing. Null: the real time in whole seconds.</summary>
    public void StartAt(DateTimeOffset? start)
    {
        lock (_gate)
        {
            if (_start is not null)
                return;
            var real = TimeProvider.System.GetUtcNow();
            _start = start ?? real.AddTicks(-(real.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    public DateTimeOffset At(long ticks) => Start.AddTicks(ticks);

    /// <summary>The time of day at a time since the start; at most <see cref="DateTimeOffset.MaxValue"/>.</summary>
    public DateTimeOffset At(TimeSpan elapsed) => At(Math.Min(elapsed.Ticks, LastTick));

    /// <summary>
    /// Moves the clock on. A repeating call that falls due several times meanwhile keeps only its last due time.
    /// </summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _now = Clamp(by);
            _steps++;
            var repeats = new List<VirtualCall>();
            while (TryPeek(out var call) && call.Due <= _now)
            {
                _heap.Dequeue();
                if (call.Interval is { Ticks: > 0 and var interval })
                    call.Due += (_now - call.Due) / interval * interval;
                repeats.Add(call);
            }

            foreach (var call in repeats)
                _heap.Enqueue(call, (call.Due, call.Order));
        }
    }

    /// <summary>The end of a window that starts now; at most <see cref="DateTimeOffset.MaxValue"/>.</summary>
    public long After(TimeSpan delay)
    {
        lock (_gate)
            return Clamp(delay);
    }

    /// <summary>Schedules a call. Returns whether it is due now.</summary>
    /// <exception cref="SchedulerException">The scheduler has been disposed.</exception>
    public bool Add(VirtualCall call, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_closed)
                throw new SchedulerException("The virtual scheduler has ended with its actor system.");
            Push(call, Clamp(delay));
            return call.Due <= _now;
        }
    }

    /// <summary>
    /// Schedules the next run of a repeating call, one interval after its last due time, even if the last run was late.
    /// </summary>
    public void Rearm(VirtualCall call)
    {
        lock (_gate)
        {
            if (!_closed && !call.IsCancelled && call.Interval is { } interval)
                Push(call, LastTick - call.Due < interval.Ticks ? LastTick : call.Due + interval.Ticks);
        }
    }

    /// <summary>The number of the next scheduled call. All calls scheduled so far have lower numbers.</summary>
    public long NextOrder()
    {
        lock (_gate)
            return _orders;
    }

    /// <summary>Removes and returns the next due call that the window admits.</summary>
    public bool TryTakeDue(DriveWindow window, [NotNullWhen(true)] out VirtualCall? call)
    {
        lock (_gate)
        {
            if (!TryPeek(out call) || call.Due > _now || !window.Admits(call, _now))
                return false;
            _heap.Dequeue();
            return true;
        }
    }

    /// <summary>
    /// Takes the next call only if it is due with <paramref name="first"/> and was scheduled before
    /// <paramref name="order"/>.
    /// </summary>
    public bool TryTakeDue(
        DriveWindow window, VirtualCall first, long order, [NotNullWhen(true)] out VirtualCall? call)
    {
        lock (_gate)
        {
            return TryPeek(out call) && call.Due == first.Due && call.Order < order && TryTakeDue(window, out call);
        }
    }

    public bool HasDue()
    {
        lock (_gate)
            return TryPeek(out var call) && call.Due <= _now;
    }

    /// <summary>
    /// Moves the clock to the next due time, or to <paramref name="target"/> if no call is due before. Never moves the
    /// clock back if <see cref="Spend"/> has moved it further.
    /// </summary>
    /// <returns>False once the clock has reached the target.</returns>
    public bool MoveToNextDue(long target)
    {
        lock (_gate)
        {
            var found = _now <= target && TryPeek(out var call) && call.Due <= target;
            _steps++;
            Volatile.Write(ref _now, Math.Max(_now, found ? _heap.Peek().Due : target));
            return found;
        }
    }

    /// <summary>Moves the clock on. Calls that fall due meanwhile become late.</summary>
    public void Spend(TimeSpan time)
    {
        lock (_gate)
            Volatile.Write(ref _now, Clamp(time));
    }

    public IReadOnlyList<PendingCall> Pending() =>
        [.. Snapshot().OrderBy(call => call.Due).ThenBy(call => call.Order).Select(call => call.ToPending(At(call.Due), Start))];

    /// <summary>The number of scheduled calls, without wake-ups of loops and batched timers.</summary>
    public int Count() => Snapshot().Count;

    /// <summary>The number of scheduled calls, with wake-ups of loops and batched timers.</summary>
    public int EntryCount() => Snapshot(withWakeUps: true).Count;

    public DateTimeOffset? NextDue() => Snapshot() is { Count: > 0 } calls ? At(calls.Min(call => call.Due)) : null;

    /// <summary>Refuses further calls and returns the remaining ones, in due order.</summary>
    public IReadOnlyList<VirtualCall> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var left = new List<VirtualCall>(_heap.Count);
            while (_heap.TryDequeue(out var call, out _))
                left.Add(call);
            return left;
        }
    }

    private List<VirtualCall> Snapshot(bool withWakeUps = false)
    {
        lock (_gate)
        {
            return [.. _heap.UnorderedItems.Select(item => item.Element)
                .Where(call => !call.IsCancelled && !call.IsHousekeeping && (withWakeUps || !call.IsWakeUp))];
        }
    }

    private void Push(VirtualCall call, long due)
    {
        call.Due = due;
        call.Order = _orders++;
        _heap.Enqueue(call, (due, call.Order));
    }

    private bool TryPeek([NotNullWhen(true)] out VirtualCall? call)
    {
        while (_heap.TryPeek(out call, out _))
        {
            if (!call.IsCancelled)
                return true;
            _heap.Dequeue();
        }
        return false;
    }

    private long Clamp(TimeSpan delay) => delay.Ticks > LastTick - _now ? LastTick : _now + delay.Ticks;
}
