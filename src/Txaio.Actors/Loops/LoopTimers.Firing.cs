using Akka.Actor;
using Akka.Dispatch;

namespace Txaio.Actors;

/// <content>
/// When calls come due. One entry in Akka's scheduler is for the earliest; the wheel alone would run calls of one tick
/// in the order they were scheduled in. What is due is handed on by the scheduler's thread: callbacks go into the run
/// queue, and messages are told there and then, so that a blocked loop does not hold them up.
/// </content>
internal sealed partial class LoopTimers
{
    // When the wake-ups are due that wait in the scheduler, the earliest last: one is added only when it is earlier
    // than all others. Without a list, each wake-up for a call that was cancelled or overtaken would add another
    // for the next call, and they would never become fewer. Guarded by the gate.
    private readonly List<long> _wakeUps = [];

    private void HandOnDue(long now)
    {
        lock (_handingOn)
        {
            while (true)
            {
                while (TakeDue(now, out var call, out var entry))
                    HandOn(call, entry);
                // Read again only when it matters: what was due then still is.
                if (NextDue() is not { } next)
                    return;
                now = _loop.Now;
                if (next <= now && _loop.Driven is null)
                    continue;
                WakeBy(next, now);
                return;
            }
        }
    }

    private void HandOn(in LoopCall call, in LoopCallHeap.Entry entry)
    {
        if (call.Invoker.RunsOnLoop)
        {
            _loop.Enqueue(new LoopDueCall(this, entry.Slot, entry.Generation).AsWorkItem(call.Context));
            return;
        }

        if (TimerTelemetry.IsListenedTo)
            Fired(entry.Due);
        try
        {
            call.Run();
        }
        catch (Exception e)
        {
            _loop.Report($"delayed message {call.Describe()}", e);
        }
    }

    private bool TakeDue(long now, out LoopCall call, out LoopCallHeap.Entry entry)
    {
        using (_gate.Enter())
        {
            _slots.Sort(_heap);
            while (_heap.TryPeek(out entry) && entry.Due <= now)
            {
                _heap.RemoveFirst();
                if (!_slots.Holds(entry.Slot, entry.Generation))
                {
                    _cancelled--;
                    continue;
                }

                call = _slots.Peek(entry.Slot);
                // A callback can be cancelled until the loop comes to it; a message is as good as told.
                if (call.Invoker.RunsOnLoop && !_closed)
                {
                    _slots.MarkQueued(entry.Slot);
                    _queued++;
                }
                else
                {
                    _slots.TryRemove(entry.Slot, entry.Generation, out _);
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
            // So that nothing wakes for what was cancelled.
            while (_heap.TryPeek(out var first))
            {
                if (_slots.Holds(first.Slot, first.Generation))
                    return first.Due;
                _heap.RemoveFirst();
                _cancelled--;
            }

            return null;
        }
    }

    // In the gate.
    private bool HasWakeUpBy(long due) => _wakeUps is [.., var earliest] && earliest <= due;

    private void WakeBy(long due, long now)
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
        // Virtual time is at the due time, or behind it when a callback let time pass: the calls behind this one are late
        // then, and what this one wakes comes before them all the same.
        HandOnDue(_loop.Driven is null ? _loop.Now : due);
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
    private sealed class WakeUp(LoopTimers timers, long due) : IRunnable
    {
        public void Run() => timers.Woken(due);

        public void Execute() => Run();
    }
}
