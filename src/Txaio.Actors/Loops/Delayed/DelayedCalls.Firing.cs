using Akka.Actor;
using Akka.Dispatch;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <content>
/// Firing due calls. The loop has one entry in Akka's scheduler, for the earliest call; the wheel alone would run calls
/// of one tick in the order of scheduling. The scheduler's thread hands due calls on: callbacks to the run queue,
/// messages to their targets' deliveries, so that a blocked loop does not delay messages.
/// </content>
internal sealed partial class DelayedCalls
{
    // When the wake-ups are due that wait in the scheduler, the earliest last: one is added only when it is earlier
    // than all others. Without a list, each wake-up for a call that was cancelled or overtaken would add another
    // for the next call, and they would never become fewer. Guarded by the gate.
    private readonly List<long> _wakeUps = [];

    private void DispatchDue(long now, bool mayRunActors)
    {
        var wakesLoop = false;
        long? next;
        List<Delivery>? deliveries = null;
        lock (_dispatching)
        {
            do
            {
                while (TakeDue(now, out var call, out var entry))
                    wakesLoop |= Dispatch(call, entry, ref deliveries);
                next = NextDue();
                // Reads the clock again only when a call was not due: a due call stays due.
                if (next is not null)
                    now = _loop.Now;
            }
            while (next <= now && _loop.Driven is null);
        }

        StressPoint.Here();
        // Outside the lock: dispatchers and schedulers may be foreign code, and may run actors on this thread.
        if (wakesLoop)
            _loop.Wake();
        foreach (var delivery in deliveries ?? [])
            _loop.Deliveries.Begin(delivery, mayRunActors);
        if (next is { } due)
            EnsureWakeUpBy(due, now);
    }

    // The caller holds the lock. Queues the call behind those that were due before it, and starts nothing.
    private bool Dispatch(in WorkItem call, in DelayedCallHeap.Entry entry, ref List<Delivery>? deliveries)
    {
        if (call.Invoker.RunsOnLoop)
            return _loop.EnqueueWithoutWaking(new DueCall(this, entry.Slot, entry.Sequence).AsWorkItem(call.Context));
        if (TimerTelemetry.IsListenedTo)
            Fired(entry.Due);
        if (call.Invoker.TargetOf(call.Callback) is { } target)
            Deliver(call, target, ref deliveries);
        else
            call.Run();
        return false;
    }

    // A method of its own: a capturing lambda allocates its closure where the enclosing method begins, needed or not.
    private void Deliver(WorkItem call, IActorRef target, ref List<Delivery>? deliveries)
    {
        if (_loop.Deliveries.Add(_loop.Name, target, call.Run, () => $"delayed message {call.Describe()}") is { } begun)
            (deliveries ??= []).Add(begun);
    }

    private bool TakeDue(long now, out WorkItem call, out DelayedCallHeap.Entry entry)
    {
        using (_gate.Enter())
        {
            _slots.Sort(_heap);
            while (_heap.TryPeek(out entry) && entry.Due <= now)
            {
                _heap.RemoveFirst();
                if (!_slots.Holds(entry.Slot, entry.Sequence))
                {
                    _cancelled--;
                    continue;
                }

                call = _slots.Peek(entry.Slot);
                // A callback can be cancelled until the loop runs it; a message that was handed on cannot.
                if (call.Invoker.RunsOnLoop && !_closed)
                {
                    _slots.MarkQueued(entry.Slot);
                    _queued++;
                }
                else
                {
                    _slots.TryRemove(entry.Slot, entry.Sequence, out _);
                }

                return true;
            }

            call = default;
            return false;
        }
    }

    private long? NextDue()
    {
        using (_gate.Enter())
        {
            SweepIfMany();
            _slots.Sort(_heap);
            // Skips cancelled calls, so that the scheduler does not wake the loop for them.
            while (_heap.TryPeek(out var first))
            {
                if (_slots.Holds(first.Slot, first.Sequence))
                    return first.Due == Never ? null : first.Due;
                _heap.RemoveFirst();
                _cancelled--;
            }

            return null;
        }
    }

    // In the gate.
    private bool HasWakeUpBy(long due) => _wakeUps is [.., var earliest] && earliest <= due;

    private void EnsureWakeUpBy(long due, long now)
    {
        using (_gate.Enter())
        {
            if (_closed || HasWakeUpBy(due))
                return;
            _wakeUps.Add(due);
        }

        try
        {
            _scheduler.Advanced.ScheduleOnce(TimeSpan.FromTicks(Math.Max(0, due - now)), new WakeUp(this, due));
        }
        catch
        {
            Forget(due);
            throw;
        }
    }

    private void Woken(long due)
    {
        Forget(due);
        StressPoint.Here();
        // Virtual time is at the due time, or behind it when a callback let time pass: the calls behind this one are
        // late then, and what this one wakes comes before them all the same.
        DispatchDue(_loop.Driven is null ? _loop.Now : due, mayRunActors: false);
    }

    private void Forget(long due)
    {
        using (_gate.Enter())
        {
            var index = _wakeUps.LastIndexOf(due);
            if (index >= 0)
                _wakeUps.RemoveAt(index);
        }
    }

    /// <summary>An entry of the scheduler; by its due time it is known again.</summary>
    private sealed class WakeUp(DelayedCalls timers, long due) : IRunnable
    {
        public void Run() => timers.Woken(due);

        public void Execute() => Run();
    }
}
