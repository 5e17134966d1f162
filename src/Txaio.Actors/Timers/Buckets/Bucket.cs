using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of a batched timer that fall due together. A list until it is due soon; then an actor fires
/// it. Its calls' handles point here.
/// </summary>
/// <param name="timer">Its timer.</param>
/// <param name="index">Its due time in buckets.</param>
/// <param name="start">When it fires.</param>
/// <param name="number">Tells buckets with one due time apart.</param>
/// <param name="firstGeneration">Where the generations of its slots begin; above zero in tests only.</param>
internal sealed class Bucket(BatchedTimer timer, long index, long start, long number, int firstGeneration = 0)
    : DelayedCallSource
{
    private const int Open = 0;
    private const int Firing = 1;
    private const int Ended = 2;

    // Guards the fields that follow. Any thread schedules and cancels; the bucket's actor and its loop fire.
    private readonly SpinGate _gate = new();
    private readonly long _first = timer.Rounding == BucketRounding.Down
        ? index * timer.Bucket.Ticks
        : ((index - 1) * timer.Bucket.Ticks) + 1;

    private readonly long _last = timer.Rounding == BucketRounding.Down
        ? ((index + 1) * timer.Bucket.Ticks) - 1
        : index * timer.Bucket.Ticks;

    private CallSlots _slots = new(firstGeneration);

    // The source of the slots' handles: null for this bucket, a successor once the slots were replaced.
    private Successor? _successor;
    private int _state;
    private long _firesAt = start;
    private int _nextToFire;
    private List<Exception>? _errors;

    public BatchedTimer Timer => timer;

    /// <summary>Its due time in buckets: the key by which the timer finds it.</summary>
    public long Index => index;

    /// <summary>When it fires: its due time, or when it was made, if that was later.</summary>
    public long Start { get; } = start;

    /// <summary>When its next chunk fires. Written by its actor only.</summary>
    public long FiresAt
    {
        get => Volatile.Read(ref _firesAt);
        set => Volatile.Write(ref _firesAt, value);
    }

    /// <summary>Whether calls due at that time, or up to <paramref name="spread"/> later, belong here.</summary>
    public bool Takes(long earliest, long spread) => earliest >= _first && earliest + spread <= _last;

    /// <summary>Tells buckets with one due time apart.</summary>
    public long Number => number;

    /// <summary>Whether it has an actor, which keeps it until its due time. Written under the timer's lock.</summary>
    public bool IsDueSoon { get; set; }

    /// <summary>Whether it takes calls. Another thread may end that at any moment.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open;

    public int Live => Volatile.Read(ref _state) == Ended ? 0 : _slots.Live;

    /// <summary>Adds a call, unless the bucket fires already or was removed.</summary>
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

    private bool IsActive(Successor? successor, int slot, int generation)
    {
        using (_gate.Enter())
            return Holds(successor, slot, generation);
    }

    private bool Cancel(Successor? successor, int slot, int generation)
    {
        using (_gate.Enter())
        {
            if (!Holds(successor, slot, generation))
                return false;
            _slots.Free(slot, reuse: _state == Open);
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
            return true;
        }
    }

    /// <summary>Takes no more calls in from now on.</summary>
    /// <returns>How many it holds.</returns>
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
    /// Finds the next <paramref name="size"/> calls. Those that need no loop are taken out into
    /// <paramref name="direct"/>; the others stay, so that they can be cancelled until they run.
    /// </summary>
    /// <returns>Where the others are; empty when there are none.</returns>
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
                _slots.Free(slot, reuse: false);
            }

            return onLoop ? from.._nextToFire : default;
        }
    }

    /// <summary>Takes a call out to run it now. False when it was cancelled meanwhile.</summary>
    public bool TryTake(int slot, out SlotCall call)
    {
        using (_gate.Enter())
        {
            call = default;
            if (_state != Firing || !_slots.TryPeek(slot, out call))
                return false;
            _slots.Free(slot, reuse: false);
            return true;
        }
    }

    /// <summary>Keeps an exception of one of its calls until the bucket is done.</summary>
    public void AddError(Exception error)
    {
        using (_gate.Enter())
            (_errors ??= []).Add(error);
    }

    /// <summary>Takes out the exceptions of its calls; null when there are none.</summary>
    public List<Exception>? TakeErrors()
    {
        using (_gate.Enter())
        {
            var errors = _errors;
            _errors = null;
            return errors;
        }
    }

    /// <summary>Drops the calls that are left, or runs them now if the timer ends that way.</summary>
    public void End()
    {
        List<SlotCall> left;
        using (_gate.Enter())
        {
            _state = Ended;
            left = _slots.Live == 0 ? [] : Left();
            _slots.Clear();
        }

        foreach (var call in left)
        {
            if (timer.RunsAtEnd)
                call.Invoker.Invoke(call.Callback, call.State);
            else
                TokenCall.Dropped(call.Callback);
        }
    }

    // The caller holds the gate.
    private bool Holds(Successor? successor, int slot, int generation) =>
        ReferenceEquals(successor, _successor) && _slots.Holds(slot, generation) && !timer.HasEnded;

    // The caller holds the gate; there are no calls. Memory for a few calls is kept for callers that schedule in turn.
    private void Reset()
    {
        if (_slots.IsExhausted)
            (_slots, _successor) = (new CallSlots(), new Successor(this));
        else if (_slots.Used > CallSlots.Few)
            _slots.Clear();
        else
            _slots.Reset();
    }

    private List<SlotCall> Left()
    {
        List<SlotCall> left = [];
        for (var slot = 0; slot < _slots.Used; slot++)
        {
            if (_slots.TryPeek(slot, out var call))
                left.Add(call);
        }

        return left;
    }

    /// <summary>Tells handles of slots that were replaced from those of their successors.</summary>
    private sealed class Successor(Bucket bucket) : DelayedCallSource
    {
        public override bool IsActive(int slot, int generation) => bucket.IsActive(this, slot, generation);

        public override bool Cancel(int slot, int generation) => bucket.Cancel(this, slot, generation);
    }
}
