using Akka.Actor;
using Akka.Dispatch;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <content>
/// Dispatching due calls. A scheduler has one wake-up for the earliest call instead of an entry for each call,
/// because Akka's runs the entries of one tick in the order of scheduling. The scheduler's thread dispatches due calls:
/// callbacks into the run queue, messages to the deliveries of their targets. So a blocked loop does not delay
/// messages.
/// </content>
internal sealed partial class DelayedCalls
{
    // The due times of the wake-ups in the scheduler, the earliest last: a wake-up is added only when it is earlier
    // than all others. If the list had only the earliest wake-up, each wake-up would add another wake-up for the next
    // call, and the number of wake-ups would never fall. Guarded by the gate.
    private readonly List<long> _wakeUps = [];

    // Cancels all wake-ups when the loop closes. An object for each wake-up would cost more than the wake-up. A loop that
    // takes calls again gets another one, under both locks.
    private volatile Cancelable _wakeUpsEnd;

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
                // The clock is not read for each call: a due call stays due.
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

    // The caller holds the lock. Queues the call behind calls that were due earlier, and runs no foreign code.
    // Returns whether the caller has to wake the loop once it holds no lock.
    private bool Dispatch(in WorkItem call, in DueHeap<int>.Entry entry, ref List<Delivery>? deliveries)
    {
        if (call.Invoker.RunsOnLoop)
            return _loop.EnqueueWithoutWaking(new DueCall(this, entry.Item, entry.Order).AsWorkItem(call.Context));
        if (TimerTelemetry.IsListenedTo)
            Fired(entry.Due);
        if (call.Invoker.TargetOf(call.Callback) is { } target)
            Deliver(call, target, ref deliveries);
        else
            call.Run();
        return false;
    }

    // A method of its own: a method with a capturing lambda allocates the closure at its start, even where it is not
    // used.
    private void Deliver(WorkItem call, IActorRef target, ref List<Delivery>? deliveries)
    {
        if (_loop.Deliveries.Add(_loop.Name, target, call.Run, () => $"delayed message {call.Describe()}") is { } begun)
            (deliveries ??= []).Add(begun);
    }

    private bool TakeDue(long now, out WorkItem call, out DueHeap<int>.Entry entry)
    {
        using (_gate.Enter())
        {
            _slots.Sort(_heap);
            while (_heap.TryPeek(out entry) && entry.Due <= now)
            {
                _heap.RemoveFirst();
                if (!_slots.HasPlace(entry.Item, entry.Order))
                {
                    _stale--;
                    continue;
                }

                call = _slots.Peek(entry.Item);
                // A callback can be cancelled or reset until the loop runs it. A dispatched message cannot.
                if (call.Invoker.RunsOnLoop && !_closed)
                {
                    _slots.MarkQueued(entry.Item);
                    _queued++;
                }
                else
                {
                    _slots.Remove(entry.Item);
                }

                return true;
            }

            call = default;
            return false;
        }
    }

    // The caller has just sorted. A call that another thread has added since then has a wake-up already, or that thread
    // arms one.
    private long? NextDue()
    {
        using (_gate.Enter())
        {
            SweepIfMany();
            // Removes stale entries, so that the scheduler has no wake-up for them.
            while (_heap.TryPeek(out var first))
            {
                if (_slots.HasPlace(first.Item, first.Order))
                    return first.Due == Delays.Never ? null : first.Due;
                _heap.RemoveFirst();
                _stale--;
            }

            return null;
        }
    }

    // The caller holds the gate.
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
            _scheduler.Advanced.ScheduleOnce(TimeSpan.FromTicks(Math.Max(0, due - now)), new WakeUp(this, due), _wakeUpsEnd);
        }
        catch (SchedulerException) when (HasClosed())
        {
            // The loop, and after it the scheduler, has closed since the look above: the loop has dropped the call.
        }
        catch
        {
            RemoveWakeUp(due);
            throw;
        }
    }

    private bool HasClosed()
    {
        using (_gate.Enter())
            return _closed;
    }

    private void DispatchAt(long due)
    {
        RemoveWakeUp(due);
        StressPoint.Here();
        // In virtual time, dispatches only the calls of this due time, even if a callback has advanced the time
        // further: work that these calls start runs before calls with a later due time.
        DispatchDue(_loop.Driven is null ? _loop.Now : due, mayRunActors: false);
    }

    private void RemoveWakeUp(long due)
    {
        using (_gate.Enter())
        {
            var index = _wakeUps.LastIndexOf(due);
            if (index >= 0)
                _wakeUps.RemoveAt(index);
        }
    }

    /// <summary>A wake-up in the scheduler.</summary>
    private sealed class WakeUp(DelayedCalls calls, long due) : IRunnable, IQuickRunnable
    {
        // The wake-up wakes the loop's actor, and runs no foreign code itself.
        public bool RunsAtOnce => Deliveries.TakesAtOnce(calls._loop.Ref);

        public void Run() => calls.DispatchAt(due);

        public void Execute() => Run();
    }
}
