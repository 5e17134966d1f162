using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of a batched timer that are due together. Until a bucket is due soon, it only stores calls; then an actor
/// fires the bucket. The bucket is the source of its calls' handles.
/// </summary>
/// <param name="timer">The timer.</param>
/// <param name="index">The due time, in bucket lengths.</param>
/// <param name="start">When the bucket fires, in ticks.</param>
/// <param name="number">The bucket's number within the timer.</param>
/// <param name="firstGeneration">The first generation of the slots; above zero in tests only.</param>
internal sealed partial class Bucket(BatchedTimer timer, long index, long start, long number, int firstGeneration = 0)
    : DelayedCallSource
{
    private const int Open = 0;
    private const int Firing = 1;
    private const int Ended = 2;

    // Guards the fields below that are not readonly. Any thread schedules and cancels; the bucket's actor and loop
    // fire.
    private readonly SpinGate _gate = new();
    private readonly long _first = timer.Rounding == BucketRounding.Down
        ? index * timer.Bucket.Ticks
        : ((index - 1) * timer.Bucket.Ticks) + 1;

    private readonly long _last = timer.Rounding == BucketRounding.Down
        ? ((index + 1) * timer.Bucket.Ticks) - 1
        : index * timer.Bucket.Ticks;

    private CallSlots _slots = new(firstGeneration);

    // The source of the slots' handles once the slots were replaced; null while this bucket is the source.
    private Successor? _successor;

    // The source of the handles of calls that were moved into this bucket; made for the first such call.
    private BucketAlias? _alias;
    private int _state;
    private long _firesAt = start;
    private int _nextToFire;
    private List<Exception>? _errors;
    private MovedCalls? _moved;

    public BatchedTimer Timer => timer;

    /// <summary>The due time, in bucket lengths: the key by which the timer finds the bucket.</summary>
    public long Index => index;

    /// <summary>When the bucket fires, in ticks: its due time, or the time it was made if that is later.</summary>
    public long Start { get; } = start;

    /// <summary>When the next chunk fires, in ticks. Written by the bucket's actor only.</summary>
    public long FiresAt
    {
        get => Volatile.Read(ref _firesAt);
        set => Volatile.Write(ref _firesAt, value);
    }

    /// <summary>
    /// Whether a call due at <paramref name="earliest"/> or up to <paramref name="spread"/> later belongs here.
    /// </summary>
    public bool Takes(long earliest, long spread) => earliest >= _first && earliest + spread <= _last;

    /// <summary>The bucket's number within the timer; orders buckets with equal due times.</summary>
    public long Number => number;

    /// <summary>
    /// The calls that were scheduled into this bucket and that resets have moved to other buckets; null before the
    /// first move. Written under the timer's lock for moves.
    /// </summary>
    public MovedCalls? Moved
    {
        get => Volatile.Read(ref _moved);
        set => Volatile.Write(ref _moved, value);
    }

    /// <summary>
    /// Whether firing is scheduled: then the bucket stays until its due time, even without calls. Written under the
    /// timer's lock.
    /// </summary>
    public bool IsDueSoon { get; set; }

    /// <summary>Whether the bucket takes calls. Another thread may close it at any moment.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open;

    public int Live => _slots.Live;

    /// <summary>Adds a call, unless the bucket is firing or was removed.</summary>
    public bool TryAdd(CallInvoker invoker, object callback, object? state, out DelayedCall call)
    {
        using (_gate.Enter())
        {
            if (_state != Open)
            {
                call = default;
                return false;
            }

            var slot = _slots.Add(invoker.Id, callback, state, out var generation);
            call = new DelayedCall((DelayedCallSource?)_successor ?? this, slot, generation);
            return true;
        }
    }

    public override bool IsActive(int slot, int generation) => IsActive(null, slot, generation);

    public override bool Cancel(int slot, int generation) => Cancel(null, slot, generation);

    public override bool Reset(int slot, int generation, TimeSpan delay) =>
        timer.Reset(this, new DelayedCall(this, slot, generation), delay);

    private bool IsActive(Successor? successor, int slot, int generation)
    {
        using (_gate.Enter())
        {
            if (Holds(successor, slot, generation))
                return true;
        }

        return Moved is { } moved
            && moved.IsActive(new DelayedCall((DelayedCallSource?)successor ?? this, slot, generation));
    }

    private bool Cancel(Successor? successor, int slot, int generation) =>
        TryTakeOut(successor, slot, generation, out _)
        || (Moved is { } moved
            && moved.Cancel(new DelayedCall((DelayedCallSource?)successor ?? this, slot, generation)));

    private bool TryTakeOut(Successor? successor, int slot, int generation, out SlotCall call)
    {
        using (_gate.Enter())
        {
            call = default;
            if (!Holds(successor, slot, generation))
                return false;
            _slots.TryPeek(slot, out call);
            _slots.Free(slot);
            if (_slots.Live > 0)
                return true;
            if (_state == Open)
                Reset();
        }

        timer.Emptied(this);
        return true;
    }

    /// <summary>Adds the calls that no chunk has taken yet to <paramref name="calls"/>.</summary>
    public void List(List<ScheduledCall> calls)
    {
        var due = TimeSpan.FromTicks(FiresAt);
        using (_gate.Enter())
        {
            for (var slot = _nextToFire; _state != Ended && slot < _slots.Used; slot++)
            {
                if (_slots.TryPeek(slot, out var call) && !call.Invoker.IsHousekeeping)
                    calls.Add(new ScheduledCall(due, timer, call.Invoker, call.Callback, call.State));
            }
        }
    }

    /// <summary>Ends an open bucket without calls.</summary>
    public bool TryEndEmpty()
    {
        using (_gate.Enter())
        {
            if (_state != Open || _slots.Live > 0)
                return false;
            _state = Ended;
            ReleaseAlias();
            return true;
        }
    }

    /// <summary>Closes the bucket to new calls.</summary>
    /// <returns>How many calls the bucket holds.</returns>
    public int BeginFiring()
    {
        using (_gate.Enter())
        {
            if (_state == Open)
                _state = Firing;
            return _slots.Live;
        }
    }

    /// <summary>
    /// Finds the next <paramref name="size"/> calls. Calls that need no loop move to <paramref name="direct"/>. Calls
    /// for the loop stay in their slots, so that they can be cancelled until they run.
    /// </summary>
    /// <returns>The slots of the calls for the loop; empty when there are none.</returns>
    public Range TakeChunk(int size, List<SlotCall> direct)
    {
        using (_gate.Enter())
        {
            var from = _nextToFire;
            var onLoop = false;
            var taken = 0;
            while (_state == Firing && taken < size && _nextToFire < _slots.Used)
            {
                var slot = _nextToFire++;
                if (!_slots.TryPeek(slot, out var call))
                    continue;
                taken++;
                if (call.Invoker.RunsOnLoop)
                {
                    onLoop = true;
                    continue;
                }

                direct.Add(call);
                _slots.Free(slot);
            }

            return onLoop ? from.._nextToFire : default;
        }
    }

    /// <summary>
    /// Removes a call from its slot; the caller runs the call. False when the call was cancelled meanwhile.
    /// </summary>
    public bool TryTake(int slot, out SlotCall call)
    {
        using (_gate.Enter())
        {
            call = default;
            if (_state != Firing || !_slots.TryPeek(slot, out call))
                return false;
            _slots.Free(slot);
            return true;
        }
    }

    /// <summary>Keeps the exception of a call until the bucket ends.</summary>
    public void AddError(Exception error)
    {
        using (_gate.Enter())
            (_errors ??= []).Add(error);
    }

    /// <summary>Takes out the exceptions of the calls; null when there are none.</summary>
    public List<Exception>? TakeErrors()
    {
        using (_gate.Enter())
        {
            var errors = _errors;
            _errors = null;
            return errors;
        }
    }

    /// <summary>Ends the bucket, and drops the remaining calls.</summary>
    public void End()
    {
        List<SlotCall> remaining;
        using (_gate.Enter())
        {
            _state = Ended;
            remaining = _slots.Live == 0 ? [] : RemainingCalls();
            _slots.Clear();
            ReleaseAlias();
        }

        foreach (var call in remaining)
            TokenCall.Dropped(call.Callback);
    }

    // The caller holds the gate.
    private bool Holds(Successor? successor, int slot, int generation) =>
        ReferenceEquals(successor, _successor) && _slots.Holds(slot, generation) && !timer.HasEnded;

    // The caller holds the gate; the bucket is empty. The bucket keeps the memory of a few calls for later calls.
    private void Reset()
    {
        if (_slots.IsExhausted)
        {
            (_slots, _successor) = (new CallSlots(), new Successor(this));
            ReleaseAlias();
        }
        else if (_slots.Used > CallSlots.KeptWhenEmpty)
            _slots.Clear();
        else
            _slots.Reset();
    }

    // The caller holds the gate. No call is left that a handle of the alias refers to.
    private void ReleaseAlias()
    {
        _alias?.Release();
        _alias = null;
    }

    private List<SlotCall> RemainingCalls()
    {
        List<SlotCall> remaining = [];
        for (var slot = 0; slot < _slots.Used; slot++)
        {
            if (_slots.TryPeek(slot, out var call))
                remaining.Add(call);
        }

        return remaining;
    }

    /// <summary>The source of handles after the slots were replaced, so that older handles are not active.</summary>
    private sealed class Successor(Bucket bucket) : DelayedCallSource
    {
        public Bucket Bucket => bucket;

        public override bool IsActive(int slot, int generation) => bucket.IsActive(this, slot, generation);

        public override bool Cancel(int slot, int generation) => bucket.Cancel(this, slot, generation);

        public override bool Reset(int slot, int generation, TimeSpan delay) =>
            bucket.Timer.Reset(bucket, new DelayedCall(this, slot, generation), delay);
    }
}
