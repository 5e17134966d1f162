using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <content>The thread: its start, its sleep, and its end.</content>
internal sealed partial class SleepingThread
{
    private const string ThreadName = "txaio-scheduler";

    // Longer sleeps are split: the wait counts in an int of milliseconds.
    private const long LongestSleep = TimeSpan.TicksPerDay;

    // Guards the thread and the mark that wakes it. A monitor, because the thread waits on it. No thread calls other
    // code under it.
    private readonly object _sleep = new();
    private Thread? _thread;
    private bool _isWoken;
    private volatile bool _started;
    private volatile bool _closed;

    /// <summary>Whether the thread has been started.</summary>
    public bool HasThread => _started;

    /// <summary>Whether the scheduler has shut down.</summary>
    public bool IsClosed => _closed;

    /// <summary>
    /// Ends the thread, and runs all remaining entries at once on the calling thread, as Akka's scheduler does: Akka's
    /// dispatchers rely on it. Later entries are refused.
    /// </summary>
    /// <param name="timeout">How long to wait for a call that runs.</param>
    public void Close(TimeSpan timeout)
    {
        lock (_sleep)
        {
            if (_closed)
                return;
            _closed = true;
            _isWoken = true;
            Monitor.PulseAll(_sleep);
        }

        Interlocked.MemoryBarrier();
        if (_thread is not null && _thread != Thread.CurrentThread)
            _thread.Join();
        var began = Now;
        var inTime = _runs.Close(timeout, out var left);
        RunLast([.. left, .. TakeAll()], timeout - TimeSpan.FromTicks(Now - began), ref inTime);
        if (!inTime)
            _log.Warning("A scheduled call still runs after {0} (akka.scheduler.shutdown-timeout)", timeout);
    }

    // A target that may block gets its messages from another thread. For the due order, this thread waits for them.
    private void RunLast(IReadOnlyList<ScheduledEntry> entries, TimeSpan timeout, ref bool inTime)
    {
        var end = Now + timeout.Ticks;
        foreach (var entry in entries)
        {
            if (entry.Target is { } target && !entry.RunsAtOnce)
                inTime &= RunElsewhere(entry, target, TimeSpan.FromTicks(Math.Max(0, end - Now)));
            else
                Run(entry);
        }
    }

    private bool RunElsewhere(ScheduledEntry entry, ICanTell target, TimeSpan timeout)
    {
        // Not disposed of: a delivery that comes too late still sets it.
        var told = new ManualResetEventSlim();
        _deliveries.TellLater(loop: null, target, () =>
        {
            Run(entry);
            told.Set();
        });
        return told.Wait(timeout);
    }

    private List<ScheduledEntry> TakeAll()
    {
        var all = new List<ScheduledEntry>();
        lock (_gate)
        {
            TakeInbox();
            while (_pending.TakeDue(PendingEntries.Never) is { } entry)
                all.Add(entry);
        }

        return all;
    }

    private void Start()
    {
        lock (_sleep)
        {
            if (_started || _closed)
                return;
            _started = true;
            _thread = new Thread(Work) { IsBackground = true, Name = ThreadName };
            // Without the execution context of the thread that happens to schedule first.
            _thread.UnsafeStart();
        }
    }

    private void Work()
    {
        while (!_closed)
        {
            FireDue();
            var again = PassBlocked();
            long next;
            lock (_gate)
                next = _pending.NextDue();
            SleepUntil(Math.Min(next, again));
        }
    }

    private void SleepUntil(long due)
    {
        Interlocked.Exchange(ref _wakesAt, due);
        StressPoint.Here();
        if (!HasEarlier(due))
        {
            lock (_sleep)
            {
                if (!_isWoken && SleepFor(due) is var sleep and not 0)
                    Monitor.Wait(_sleep, sleep);
                _isWoken = false;
            }
        }

        Volatile.Write(ref _wakesAt, Awake);
    }

    // In milliseconds, rounded up: an entry never runs early, and entries that fall due within the same millisecond are
    // fired together.
    private int SleepFor(long due)
    {
        if (due == PendingEntries.Never)
            return Timeout.Infinite;
        var ticks = Math.Clamp(due - Now, 0, LongestSleep);
        return (int)((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }

    // Looks among all entries: a sweep or a count may have taken an entry out of the inbox since the due time was read.
    private bool HasEarlier(long due)
    {
        lock (_gate)
        {
            TakeInbox();
            return _pending.NextDue() < due;
        }
    }

    private void Wake()
    {
        lock (_sleep)
        {
            _isWoken = true;
            Monitor.Pulse(_sleep);
        }
    }
}
