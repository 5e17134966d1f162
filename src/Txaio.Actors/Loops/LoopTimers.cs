using Akka.Actor;
using Akka.Dispatch;

namespace Txaio.Actors;

/// <summary>
/// The calls of one loop that are not due yet, in a heap by due time and then by the order of scheduling. One
/// entry in Akka's scheduler is for the earliest; the wheel alone would run calls of one tick in the order they were
/// scheduled in. What is due is handed on by the scheduler's thread: callbacks go into the run queue, and messages
/// are told there and then, so that a blocked loop does not hold them up.
/// </summary>
internal sealed class LoopTimers(EventLoop loop, IScheduler scheduler)
{
    /// <summary>The longest delay: far from where ticks overflow, and longer than any program runs.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(36_500);

    // Held while due calls are taken out and handed on, which keeps them in due order: the scheduler's thread does
    // it, and whoever schedules something for now.
    private readonly Lock _handingOn = new();

    // Guards everything below; taken after the one above. Any thread schedules and cancels.
    private readonly Lock _gate = new();
    private readonly LoopCallHeap _heap = new();

    // When the wake-ups are due that wait in the scheduler, the earliest last: one is added only when it is earlier
    // than all others. Without a list, each wake-up for a call that was cancelled or overtaken would add another
    // for the next call, and they would never become fewer.
    private readonly List<long> _wakeUps = [];
    private long _sequence;
    private bool _closed;

    /// <summary>How many calls are not due yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _heap.Count;
        }
    }

    /// <summary>Puts <paramref name="call"/> in, due at <paramref name="due"/> ticks of the loop's clock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="now">What the clock said a moment ago: reading it again costs as much as all the rest.</param>
    /// <returns>False once the loop has closed: the call is not in then.</returns>
    public bool Add(LoopCall call, long due, long now)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            call.Due = due;
            call.Sequence = _sequence++;
            _heap.Push(call);
            if (due > now)
            {
                WakeBy(due, now);
                return true;
            }
        }

        // What is due already does not wait for the scheduler's next tick.
        HandOnDue();
        return true;
    }

    /// <summary>Takes a cancelled call out, if it is still in.</summary>
    public void Remove(LoopCall call)
    {
        // The entry in Akka's scheduler stays: one wake-up for nothing costs less than a cancel and a new entry.
        lock (_gate)
            _heap.Remove(call);
    }

    /// <summary>Adds the calls that are not due yet to <paramref name="calls"/>, those scheduled first first.</summary>
    public void List(List<ScheduledCall> calls)
    {
        var waiting = new List<LoopCall>();
        lock (_gate)
        {
            foreach (var call in _heap.All)
                waiting.Add(call!);
            waiting.Sort(static (one, other) => one.Sequence.CompareTo(other.Sequence));
            calls.AddRange(waiting.Select(call => call.AsScheduled(loop)));
        }
    }

    /// <summary>
    /// Drops everything. Answers the timers of the loop's time provider, which fire once when their loop closes.
    /// </summary>
    public List<LoopTimer> Close()
    {
        var timers = new List<LoopTimer>();
        // Waits for calls that are on their way to the run queue: those that come later never come.
        lock (_handingOn)
        lock (_gate)
        {
            _closed = true;
            _wakeUps.Clear();
            while (_heap.Pop() is { } call)
            {
                if (call.TryFinish() && call.Callback is LoopTimer timer)
                    timers.Add(timer);
            }
        }

        return timers;
    }

    private void HandOnDue()
    {
        lock (_handingOn)
        {
            while (TakeDue() is { } call)
                HandOn(call);
        }
    }

    private void HandOn(LoopCall call)
    {
        if (call.Invoker.RunsOnLoop)
        {
            if (call.TryQueue())
                loop.Enqueue(call.AsWorkItem());
            return;
        }

        try
        {
            call.Run();
        }
        catch (Exception e)
        {
            loop.Report($"delayed message {call.Describe()}", e);
        }
    }

    private LoopCall? TakeDue()
    {
        lock (_gate)
        {
            if (_heap.Peek() is not { } first)
                return null;
            var now = loop.Now;
            if (first.Due <= now)
                return _heap.Pop();
            WakeBy(first.Due, now);
            return null;
        }
    }

    private void WakeBy(long due, long now)
    {
        if (_wakeUps is [.., var earliest] && earliest <= due)
            return;
        scheduler.Advanced.ScheduleOnce(TimeSpan.FromTicks(due - now), new WakeUp(this, due));
        _wakeUps.Add(due);
    }

    private void Woken(long due)
    {
        lock (_gate)
        {
            var index = _wakeUps.LastIndexOf(due);
            if (index >= 0)
                _wakeUps.RemoveAt(index);
        }

        HandOnDue();
    }

    /// <summary>An entry of the scheduler; by its due time it is known again.</summary>
    private sealed class WakeUp(LoopTimers timers, long due) : IRunnable
    {
        public void Run() => timers.Woken(due);

        public void Execute() => Run();
    }
}
