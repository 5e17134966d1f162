using Akka.Actor;
using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// The calls of one loop that are not due yet: in slots, and once the next due time was looked for, in a heap by due
/// time and then by the order of scheduling. A cancel empties the slot and leaves the heap alone.
/// </summary>
internal sealed partial class DelayedCalls
{
    /// <summary>The longest delay: far from where ticks overflow, and longer than any program runs.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(36_500);

    /// <summary>The same for errors.</summary>
    public static readonly string MaxDelayText = FormattableString.Invariant($"{MaxDelay.TotalDays:N0} days");

    /// <summary>The due time of a call that only waits to be cancelled.</summary>
    public const long Never = long.MaxValue;

    // Fewer cancelled calls than this stay in the heap until they come out by themselves.
    private const int FewCancelled = 64;

    // Held while a thread takes due calls out and hands them on: two threads at once would break the due order. The
    // threads are the scheduler's, and any caller's that schedules a call for now.
    private readonly Lock _dispatching = new();

    // Guards everything below; taken after _dispatching. Any thread schedules and cancels. No thread calls the scheduler
    // or user code while it holds the gate.
    private readonly SpinGate _gate = new();

    private readonly EventLoop _loop;
    private readonly IScheduler _scheduler;
    private readonly DelayedCallSlots _slots = new();
    private readonly DelayedCallHeap _heap = new();

    // _cancelled: heap entries whose slot no longer holds the call. _queued: calls in a slot that have left the heap.
    private int _cancelled;
    private int _queued;
    private long _sequence;
    private HandleEpoch? _epoch;
    private bool _closed;

    public DelayedCalls(EventLoop loop, IScheduler scheduler)
    {
        _loop = loop;
        _scheduler = scheduler;
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

    /// <summary>How many calls have been put in so far. Set by tests only.</summary>
    internal long Sequence
    {
        get => _sequence;
        set => _sequence = value;
    }

    /// <summary>Puts a call in, due at <paramref name="due"/> ticks of the loop's clock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="now">What the clock said a moment ago: reading it again costs as much as all the rest.</param>
    /// <param name="handle">Its handle.</param>
    /// <returns>False once the loop has closed: the call is not in then.</returns>
    public bool TryAdd(in WorkItem call, long due, long now, out DelayedCall handle)
    {
        if (!TryAddWithoutWakeUp(call, due, now, out handle, out var isNext))
            return false;
        if (isNext)
            ArmWakeUp(due, now);
        return true;
    }

    /// <summary>The same, and calls nothing: for callers that hold a lock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="now">What the clock said a moment ago.</param>
    /// <param name="handle">Its handle.</param>
    /// <param name="isNext">Whether the caller has to <see cref="ArmWakeUp"/> it once it holds no lock.</param>
    /// <returns>False once the loop has closed.</returns>
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
            isNext = due <= now || (due != Never && !HasWakeUpBy(due));
            return true;
        }
    }

    /// <summary>Arms the wake-up for a call that was added quietly.</summary>
    public void ArmWakeUp(long due, long now)
    {
        StressPoint.Here();
        // The caller's thread hands a due call on itself; the scheduler would do so only at its next tick.
        if (due <= now)
            DispatchDue(_loop.Now, mayRunActors: true);
        else
            EnsureWakeUpBy(due, now);
    }

    /// <summary>A call begins to run.</summary>
    public void Fired(long due) => _loop.Telemetry.CallLater.Fired(1, _loop.Now - due);

    private bool IsActive(int slot, long sequence)
    {
        using (_gate.Enter())
            return _slots.Holds(slot, sequence);
    }

    private bool Cancel(int slot, long sequence)
    {
        // The entry in Akka's scheduler stays: one wake-up for nothing costs less than a cancel and a new entry.
        using (_gate.Enter())
        {
            if (!_slots.TryRemove(slot, sequence, out var state))
                return false;
            if (state == DelayedCallState.Queued)
                _queued--;
            else if (state == DelayedCallState.Sorted)
                _cancelled++;
            SweepIfMany();
            return true;
        }
    }

    /// <summary>
    /// Takes a due call out of its slot to run it, and records the lateness while a listener is attached.
    /// </summary>
    /// <returns>False when it was cancelled.</returns>
    public bool TryTake(int slot, long sequence, out WorkItem call, out long? due)
    {
        using (_gate.Enter())
        {
            due = null;
            if (!_slots.Holds(slot, sequence))
            {
                call = default;
                return false;
            }

            call = _slots.Peek(slot);
            if (TimerTelemetry.IsListenedTo)
                due = _slots.DueOf(slot);
            _slots.TryRemove(slot, sequence, out _);
            _queued--;
            return true;
        }
    }

    /// <summary>Adds the calls that are not due yet to <paramref name="calls"/>, those scheduled first first.</summary>
    public void List(List<ScheduledCall> calls)
    {
        var waiting = new List<(long Sequence, ScheduledCall Call)>();
        using (_gate.Enter())
            _slots.List(waiting, _loop);
        waiting.Sort(static (one, other) => one.Sequence.CompareTo(other.Sequence));
        calls.AddRange(waiting.Select(static call => call.Call));
    }

    /// <summary>
    /// Drops every call. Returns the timers of the loop's time provider, which fire once when their loop closes.
    /// </summary>
    public List<LoopTimer> Close()
    {
        var timers = new List<LoopTimer>();
        // Waits for a thread that is putting due calls into the run queue. After that no thread puts any there.
        lock (_dispatching)
        {
            using (_gate.Enter())
            {
                _closed = true;
                _wakeUps.Clear();
            }

            // One at a time: other threads may be cancelling, and should not wait for all of them.
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

    // The caller holds the gate. Sweeping costs at most two looks for each cancelled call.
    private void SweepIfMany()
    {
        if (_cancelled < FewCancelled || _cancelled <= _heap.Count / 2)
            return;
        _heap.Sweep(_slots);
        _cancelled = 0;
    }

    /// <summary>
    /// The source of the handles of 2^32 calls in a row. A handle has room for the low half of its call's number; the
    /// era has the high half, so that no handle ever fits a later call.
    /// </summary>
    private sealed class HandleEpoch(DelayedCalls timers, long sequence) : DelayedCallSource
    {
        private readonly long _first = sequence & ~(long)uint.MaxValue;

        public bool Has(long sequence) => (sequence & ~(long)uint.MaxValue) == _first;

        public override bool IsActive(int slot, int generation) => timers.IsActive(slot, _first | (uint)generation);

        public override bool Cancel(int slot, int generation) => timers.Cancel(slot, _first | (uint)generation);
    }
}
