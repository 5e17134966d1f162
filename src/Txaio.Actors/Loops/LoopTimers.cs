using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// The calls of one loop that are not due yet, in a heap by due time and then by the order of scheduling. One
/// entry in Akka's scheduler wakes the loop's actor for the earliest; the wheel alone would run calls of one tick
/// in the order they were scheduled in.
/// </summary>
internal sealed class LoopTimers(EventLoop loop, IScheduler scheduler)
{
    /// <summary>The longest delay: far from where ticks overflow, and longer than any program runs.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(36_500);

    // Guards everything below. Any thread schedules and cancels; the loop's actor takes out what is due.
    private readonly Lock _gate = new();
    private readonly LoopCallHeap _heap = new();
    private long _sequence;
    private long _armedFor = long.MaxValue;
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
    /// <returns>False once the loop has closed: the call is not in then.</returns>
    public bool Add(LoopCall call, long due)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            call.Due = due;
            call.Sequence = _sequence++;
            _heap.Push(call);
            if (due < _armedFor)
                Arm(due);
            return true;
        }
    }

    /// <summary>Takes a cancelled call out, if it is still in.</summary>
    public void Remove(LoopCall call)
    {
        // The entry in Akka's scheduler stays: one wake-up for nothing costs less than a cancel and a new entry.
        lock (_gate)
            _heap.Remove(call);
    }

    /// <summary>
    /// Hands every call that is due to the loop, in due order, and arms the scheduler for the next. Called by the
    /// loop's actor.
    /// </summary>
    public void RunDue()
    {
        lock (_gate)
            _armedFor = long.MaxValue;
        while (TakeDue() is { } call)
        {
            if (call.Invoker.RunsOnLoop)
            {
                if (call.TryQueue())
                    loop.Enqueue(call.AsWorkItem());
                continue;
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
    }

    /// <summary>
    /// Drops everything. Answers the timers of the loop's time provider, which fire once when their loop closes.
    /// </summary>
    public List<LoopTimer> Close()
    {
        var timers = new List<LoopTimer>();
        lock (_gate)
        {
            _closed = true;
            while (_heap.Pop() is { } call)
            {
                if (call.TryFinish() && call.Callback is LoopTimer timer)
                    timers.Add(timer);
            }
        }

        return timers;
    }

    private LoopCall? TakeDue()
    {
        lock (_gate)
        {
            if (_heap.Peek() is not { } first)
                return null;
            if (first.Due <= loop.Now)
                return _heap.Pop();
            if (first.Due < _armedFor)
                Arm(first.Due);
            return null;
        }
    }

    private void Arm(long due)
    {
        _armedFor = due;
        var delay = TimeSpan.FromTicks(Math.Max(0, due - loop.Now));
        scheduler.ScheduleTellOnce(delay, loop.Ref, LoopActor.CallsDue.Instance, ActorRefs.NoSender);
    }
}
