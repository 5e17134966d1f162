using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// The entries of a sleeping scheduler and the one thread that waits for the next of them. A thread that schedules adds
/// its entry with one exchange, and wakes the scheduler's thread only when the entry is due before all others.
/// </summary>
/// <remarks>
/// Why no wake-up is lost: the scheduling thread puts its entry into the inbox, passes a full fence, and reads the time
/// at which the scheduler's thread wakes. The scheduler's thread writes that time, passes a full fence, takes the inbox,
/// and looks through all entries. So one of them sees what the other wrote.
/// </remarks>
internal sealed partial class SleepingThread
{
    // The wake-up time of a thread that does not sleep: no entry is due earlier.
    private const long Awake = long.MinValue;

    private readonly ITimeProvider _clock;
    private readonly ILoggingAdapter _log;
    private readonly ForeignRuns _runs;
    private readonly Deliveries _deliveries;

    // Guards the pending entries: the scheduler's thread, the thread that closes, and sweeps after collections.
    private readonly object _gate = new();
    private readonly PendingEntries _pending = new();

    // The newest entry that the scheduler's thread has not taken. Scheduling threads exchange it.
    private ScheduledEntry? _inbox;

    // When the scheduler's thread wakes. It writes it; scheduling threads lower it by an exchange, and the thread that
    // has lowered it wakes the scheduler's thread.
    private long _wakesAt = PendingEntries.Never;

    // The number of cancels since the last sweep, by any thread.
    private PaddedCounter _cancelled;

    // The number of entries in the inbox whose cancel the scheduler does not notice. Any thread counts its entry after it
    // has put it into the inbox.
    private PaddedCounter _unnoticed;

    // So many entries in the inbox that may have been cancelled without notice, or half as many noticed cancels, are
    // worth a sweep. Written under the gate, read without it.
    private volatile int _sweepAfter = PendingEntries.FewEntries;

    public SleepingThread(ITimeProvider clock, ILoggingAdapter log)
    {
        _clock = clock;
        _log = log;
        _deliveries = new Deliveries(
            static delivery => ThreadPool.UnsafeQueueUserWorkItem(delivery, preferLocal: false), ReportDelivery);
        _runs = new ForeignRuns(_deliveries, Run, () => Now);
    }

    private long Now => _clock.HighResMonotonicClock.Ticks;

    /// <summary>The number of entries that are kept, also cancelled ones that have not been found yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                TakeInbox();
                return _pending.Count;
            }
        }
    }

    /// <summary>Schedules an entry. Any thread.</summary>
    /// <exception cref="SchedulerException">The scheduler has shut down.</exception>
    public void Add(ScheduledEntry entry, TimeSpan delay)
    {
        if (_closed)
            throw Ended();
        var now = Now;
        entry.Due = delay.Ticks > PendingEntries.Never - now ? PendingEntries.Never : now + Math.Max(0, delay.Ticks);
        if (!_started)
            Start();
        Put(entry);
        StressPoint.Here();
        // The closing thread sets the mark, passes a fence, and takes the entries. If this thread sees the mark, the
        // closing thread may have missed the entry: then it is refused, unless the closing thread has run it.
        if (_closed && entry.TryDrop())
            throw Ended();
    }

    /// <summary>
    /// The next due time of a repeated call: on the grid of its first due time. Repetitions that were missed are left
    /// out.
    /// </summary>
    /// <param name="due">The due time of the last run.</param>
    /// <param name="interval">The interval.</param>
    /// <param name="now">The time after the last run.</param>
    public static long NextDue(long due, long interval, long now)
    {
        var steps = Math.Max(0, (now - due) / interval) + 1;
        return interval > (PendingEntries.Never - due) / steps ? PendingEntries.Never : due + (steps * interval);
    }

    /// <summary>Counts an entry that was cancelled. Any thread.</summary>
    public void CountCancelled()
    {
        if (IsSweepWorth(Interlocked.Increment(ref _cancelled.Value), _sweepAfter / 2))
            Wake();
    }

    /// <summary>Removes cancelled entries. Any thread.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            TakeInbox();
            _pending.Sweep();
            Swept();
        }
    }

    // Not at each count from the limit on: one wake-up is enough.
    private static bool IsSweepWorth(long count, int limit) => count % PendingEntries.FewEntries == 0 && count >= limit;

    private static SchedulerException Ended() =>
        new("The scheduler has shut down, with its actor system: it takes no more calls.");

    private void Put(ScheduledEntry entry)
    {
        ScheduledEntry? head;
        var counts = entry.HasCancelable;
        do
        {
            head = Volatile.Read(ref _inbox);
            entry.Next = head;
        }
        while (Interlocked.CompareExchange(ref _inbox, entry, head) != head);

        StressPoint.Here();
        if ((counts && IsSweepWorth(Interlocked.Increment(ref _unnoticed.Value), _sweepAfter))
            || TryLowerWakeUp(entry.Due))
        {
            Wake();
        }
    }

    private bool TryLowerWakeUp(long due)
    {
        while (Volatile.Read(ref _wakesAt) is var wakesAt && due < wakesAt)
        {
            if (Interlocked.CompareExchange(ref _wakesAt, due, wakesAt) == wakesAt)
                return true;
        }

        return false;
    }

    // The caller holds the gate.
    private void TakeInbox()
    {
        var newest = Interlocked.Exchange(ref _inbox, null);
        // An entry that comes in between is not counted. It is swept later.
        Volatile.Write(ref _unnoticed.Value, 0);
        _pending.AddAll(newest);
    }

    // The caller holds the gate.
    private void Swept()
    {
        Interlocked.Exchange(ref _cancelled.Value, 0);
        _sweepAfter = _pending.SweepAfter;
    }

    private void FireDue()
    {
        while (TakeDue() is { } entry)
            Fire(entry);
    }

    private ScheduledEntry? TakeDue()
    {
        lock (_gate)
        {
            TakeInbox();
            if (Volatile.Read(ref _cancelled.Value) >= _sweepAfter / 2 || _pending.IsSweepDue)
            {
                _pending.Sweep();
                Swept();
            }

            return _pending.TakeDue(Now);
        }
    }

    // No foreign code runs on this thread. For the due order, a call waits behind calls that another thread runs.
    private void Fire(ScheduledEntry entry)
    {
        var mayBlock = !entry.RunsAtOnce;
        if (mayBlock || (entry.Target is not null && !_runs.IsIdle))
            _runs.Add(entry, mayBlock);
        else
            RunHere(entry);
    }

    // Calls that return at once. A call that has lost its place may still tell the target: messages wait behind it.
    private void RunHere(ScheduledEntry entry)
    {
        if (entry.Target is { } target && !_deliveries.IsIdle)
            TellBehind(entry, target);
        else
            Run(entry);
    }

    // A method of its own, since it allocates a closure.
    private void TellBehind(ScheduledEntry entry, ICanTell target) =>
        _deliveries.TellLater(loop: null, target, () => Run(entry));

    /// <summary>Lets calls pass one that has not returned in time.</summary>
    /// <returns>When to look again.</returns>
    private long PassBlocked()
    {
        var again = _runs.PassBlocked(Now, out var late);
        foreach (var entry in late ?? [])
            RunHere(entry);
        return again;
    }

    private void Run(ScheduledEntry entry)
    {
        if (!entry.TryBegin())
            return;
        StressPoint.Here();
        var failed = false;
        try
        {
            entry.Invoke();
        }
        catch (Exception e)
        {
            failed = true;
            if (e is not SchedulerException || !_closed)
                _log.Error(e, "A scheduled call failed: {0}", entry.Describe());
        }

        // As with Akka's scheduler, a repeated call that fails is not repeated.
        if (entry.End(repeats: entry.Interval > 0 && !failed && !_closed))
            AddAgain(entry);
    }

    private void AddAgain(ScheduledEntry entry)
    {
        entry.Due = NextDue(entry.Due, entry.Interval, Now);
        Put(entry);
    }

    private void ReportDelivery(string? loop, string message, Exception cause) =>
        _log.Error(cause, "A scheduled call failed: {0}", message);
}
