using Akka.Actor;
using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// The calls of one loop that are not due yet. Each call has a slot. New calls enter a heap when a thread looks for the
/// next due time. The heap is ordered by due time, then by the order of scheduling. A cancel empties the slot and
/// leaves the heap unchanged. A reset changes the due time in the slot, and the call later enters the heap again.
/// </summary>
internal sealed partial class DelayedCalls
{
    // With fewer stale entries there is no sweep: a stale entry stays in the heap until it is the first entry.
    private const int FewStale = 64;

    // Held while a thread takes due calls out and dispatches them: two threads at once would break the due order. The
    // scheduler's thread takes this lock, and so does any thread that schedules a call that is due at once.
    private readonly object _dispatching = new();

    // Guards the fields below. Taken after _dispatching. Any thread schedules and cancels. No thread that holds the
    // gate calls the scheduler or user code.
    private readonly SpinGate _gate = new();

    private readonly EventLoop _loop;
    private readonly IScheduler _scheduler;
    private readonly DelayedCallSlots _slots = new();
    private readonly DueHeap<int> _heap = new();
    private readonly Func<int, long, bool> _isCurrent;

    // The number of heap entries whose call was cancelled or reset.
    private int _stale;

    // The number of calls that are due and in the run queue. Such a call still has its slot.
    private int _queued;

    private long _sequence;
    private HandleEpoch? _epoch;
    private bool _closed;

    public DelayedCalls(EventLoop loop, IScheduler scheduler)
    {
        _loop = loop;
        _scheduler = scheduler;
        _isCurrent = _slots.HasPlace;
        _wakeUpsEnd = new Cancelable(scheduler.Advanced);
    }

    /// <summary>How many calls are not due yet.</summary>
    public int Count
    {
        get
        {
            using (_gate.Enter())
                return _slots.Count - _queued;
        }
    }

    /// <summary>The number of calls that the slots and the heap have memory for.</summary>
    public int Capacity
    {
        get
        {
            using (_gate.Enter())
                return _slots.Capacity + _heap.Capacity;
        }
    }

    /// <summary>How many calls have been added or reset so far. Only tests set it.</summary>
    internal long Sequence
    {
        get => _sequence;
        set => _sequence = value;
    }

    /// <summary>Adds a call, due at <paramref name="due"/> ticks of the loop's clock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="due">The due time.</param>
    /// <param name="now">The time that the caller has just read: to read the clock again would double the cost.</param>
    /// <param name="handle">The call's handle.</param>
    /// <returns>False once the loop has closed: the call was not added then.</returns>
    public bool TryAdd(in WorkItem call, long due, long now, out DelayedCall handle)
    {
        if (!TryAddWithoutWakeUp(call, due, now, out handle, out var isNext))
            return false;
        if (isNext)
            ArmWakeUp(due, now);
        return true;
    }

    /// <summary>Adds a call and calls no other code: for callers that hold a lock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="due">The due time.</param>
    /// <param name="now">The time that the caller has just read.</param>
    /// <param name="handle">The call's handle.</param>
    /// <param name="isNext">Whether the caller has to call <see cref="ArmWakeUp"/> once it holds no lock.</param>
    /// <returns>False once the loop has closed: the call was not added then.</returns>
    public bool TryAddWithoutWakeUp(in WorkItem call, long due, long now, out DelayedCall handle, out bool isNext)
    {
        using (_gate.Enter())
        {
            isNext = false;
            if (_closed)
            {
                handle = default;
                return false;
            }

            var sequence = _sequence++;
            var slot = _slots.Add(call, due, sequence);
            if (_epoch is null || !_epoch.Has(sequence))
                _epoch = new HandleEpoch(this, sequence);
            handle = new DelayedCall(_epoch, slot, (int)sequence);
            isNext = IsNext(due, now);
            return true;
        }
    }

    /// <summary>Arms the wake-up for a call of <see cref="TryAddWithoutWakeUp"/>.</summary>
    public void ArmWakeUp(long due, long now)
    {
        StressPoint.Here();
        // The caller's thread dispatches a due call itself; the scheduler would do so only at its next tick.
        if (due <= now)
            DispatchDue(_loop.Now, mayRunActors: true);
        else
            EnsureWakeUpBy(due, now);
    }

    /// <summary>Records the lateness of a call that begins to run.</summary>
    public void Fired(long due) => _loop.Telemetry.CallLater.Fired(1, _loop.Now - due);

    private bool IsActive(int slot, long sequence)
    {
        using (_gate.Enter())
            return _slots.Holds(slot, sequence);
    }

    private bool Cancel(int slot, long sequence)
    {
        // The wake-up in Akka's scheduler stays: a needless wake-up is cheaper than cancelling it and adding another.
        using (_gate.Enter())
        {
            if (!_slots.TryRemove(slot, sequence, out var state))
                return false;
            Left(state);
            return true;
        }
    }

    private bool Reset(int slot, long sequence, TimeSpan delay)
    {
        var now = _loop.Now;
        var due = Delays.Due(now, delay);
        bool isNext;
        using (_gate.Enter())
        {
            if (_closed || !_slots.TryReset(slot, sequence, due, _sequence, out var state))
                return false;
            _sequence++;
            Left(state);
            isNext = IsNext(due, now);
        }

        if (isNext)
            ArmWakeUp(due, now);
        return true;
    }

    // The caller holds the gate. Updates the counts after a call in that state was cancelled or reset.
    private void Left(DelayedCallState state)
    {
        if (state == DelayedCallState.Queued)
            _queued--;
        else if (state == DelayedCallState.Sorted)
            _stale++;
        SweepIfMany();
    }

    // The caller holds the gate.
    private bool IsNext(long due, long now) => due <= now || (due != Delays.Never && !HasWakeUpBy(due));

    /// <summary>
    /// Takes a due call out of its slot, so that the loop can run the call. Sets <paramref name="due"/> while a
    /// listener is attached.
    /// </summary>
    /// <returns>False when the call was cancelled or reset.</returns>
    public bool TryTake(int slot, long order, out WorkItem call, out long? due)
    {
        using (_gate.Enter())
        {
            due = null;
            if (!_slots.HasPlace(slot, order))
            {
                call = default;
                return false;
            }

            call = _slots.Peek(slot);
            if (TimerTelemetry.IsListenedTo)
                due = _slots.DueOf(slot);
            _slots.Remove(slot);
            _queued--;
            return true;
        }
    }

    /// <summary>
    /// Adds the calls that are not due yet to <paramref name="calls"/>, in the order in which they were scheduled or
    /// reset.
    /// </summary>
    public void List(List<ScheduledCall> calls)
    {
        var waiting = new List<(long Order, ScheduledCall Call)>();
        using (_gate.Enter())
            _slots.List(waiting, _loop);
        waiting.Sort(static (one, other) => one.Order.CompareTo(other.Order));
        calls.AddRange(waiting.Select(static call => call.Call));
    }

    /// <summary>
    /// Drops all calls, and refuses later calls. Returns the dropped timers of the loop's time provider: each timer
    /// fires once when its loop closes.
    /// </summary>
    public List<LoopTimer> Close()
    {
        var timers = new List<LoopTimer>();
        // Waits for a thread that dispatches due calls. Afterwards no thread puts a due call into the run queue.
        lock (_dispatching)
        {
            using (_gate.Enter())
            {
                _closed = true;
                _wakeUps.Clear();
            }

            // A scheduled wake-up would keep the loop in memory until the wake-up is due.
            _wakeUpsEnd.Cancel();

            // One call at a time: a thread that cancels a call waits for the removal of one call, not of all calls.
            while (TakeDue(long.MaxValue, out var call, out _))
            {
                if (call.Callback is LoopTimer timer)
                    timers.Add(timer);
                else
                    TokenCall.Dropped(call.Callback);
            }
        }

        return timers;
    }

    /// <summary>Takes calls again, after <see cref="Close"/>.</summary>
    public void Reopen()
    {
        lock (_dispatching)
        {
            using (_gate.Enter())
            {
                if (!_closed)
                    return;
                _wakeUpsEnd = new Cancelable(_scheduler.Advanced);
                _closed = false;
            }
        }
    }

    // The caller holds the gate. More than half of the entries are stale, so a sweep reads at most two entries for each
    // that it removes.
    private void SweepIfMany()
    {
        if (_stale < FewStale || _stale <= _heap.Count / 2)
            return;
        _heap.Sweep(_isCurrent);
        _stale = 0;
    }

    /// <summary>
    /// The source of the handles of 2^32 calls in a row. A handle has the low half of its call's sequence number, its
    /// epoch has the high half. So no handle ever fits a later call.
    /// </summary>
    private sealed class HandleEpoch(DelayedCalls calls, long sequence) : DelayedCallSource
    {
        private readonly long _first = sequence & ~(long)uint.MaxValue;

        public bool Has(long sequence) => (sequence & ~(long)uint.MaxValue) == _first;

        public override bool IsActive(int slot, int generation) => calls.IsActive(slot, _first | (uint)generation);

        public override bool Cancel(int slot, int generation) => calls.Cancel(slot, _first | (uint)generation);

        public override bool Reset(int slot, int generation, TimeSpan delay) =>
            calls.Reset(slot, _first | (uint)generation, delay);
    }
}
