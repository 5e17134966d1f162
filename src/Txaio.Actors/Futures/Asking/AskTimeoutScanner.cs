using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The timeouts of a loop's Asks. All Asks in cells of the loop's dependents share one timer call: at the earliest due
/// time, that call scans the cells. An Ask without a cell has a timer call of its own.
/// </summary>
internal sealed class AskTimeoutScanner(EventLoop loop, AskTimers timers) : ICallback
{
    private const long None = long.MaxValue;
    private const long HeldUpAfter = TimeSpan.TicksPerSecond;

    // Guards the scanning call: asking threads schedule it, the dispatcher of the timers runs it.
    private readonly object _gate = new();
    private DelayedCall _scan;

    // When the next scan is due. Both threads write it under the lock. The asking thread enters a cell first and reads
    // this afterwards. The scanning thread clears this first and reads the cells afterwards. So no Ask is missed.
    private long _scanDue = None;

    private bool _hasEnded;

    /// <summary>How many Asks are in cells and may time out.</summary>
    public int PendingAsks => loop.Dependents.InCells.Count(static dependent => AskOf(dependent) is { Due: < None });

    /// <summary>How many scans are scheduled.</summary>
    public int PendingScans
    {
        get
        {
            lock (_gate)
                return _scan.IsActive ? 1 : 0;
        }
    }

    /// <summary>Adds the timeouts that have no call of their own to <paramref name="calls"/>.</summary>
    public void List(List<ScheduledCall> calls)
    {
        foreach (var dependent in loop.Dependents.InCells)
        {
            if (AskOf(dependent) is { Due: < None and var due } ask)
                calls.Add(new ScheduledCall(TimeSpan.FromTicks(due), loop, CallbackInvoker.OffLoop, ask, null));
        }
    }

    /// <summary>The time of the bucket in which an Ask made now times out.</summary>
    public long DueIn(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? None : timers.DueIn(timeout);

    /// <summary>Starts the timeout of <paramref name="ask"/>, which is a dependent of the loop already.</summary>
    public void Watch(ITimedAsk ask, long due, TimeSpan timeout)
    {
        StressPoint.Here();
        if (!loop.Dependents.IsInCell(ask))
            ask.SetTimeoutCall(timers.ScheduleAt(due, CallbackInvoker.OffLoop, ask));
        else if (NeedsScan(due, Volatile.Read(ref _scanDue), timeout))
        {
            StressPoint.Here();
            ScheduleScan(due);
        }
    }

    /// <summary>
    /// Ends the scans of a loop that has rejected its Asks: a scheduled call would keep the loop in memory.
    /// </summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _scan.Cancel();
        }
    }

    // True if the Ask is due before the next scan. Also true if that scan is more than a second late: the calls of a
    // bucket run one after the other, and a rejection by an earlier one blocks.
    private static bool NeedsScan(long due, long scanDue, TimeSpan timeout) =>
        due < scanDue || scanDue < due - timeout.Ticks - HeldUpAfter;

    // A completed Ask may stay in its cell a little longer.
    private static ITimedAsk? AskOf(ILoopDependent dependent) =>
        dependent is ITimedAsk { IsCalled: false } ask ? ask : null;

    private void ScheduleScan(long due)
    {
        lock (_gate)
        {
            if (_hasEnded || (due >= _scanDue && _scan.IsActive))
                return;
            _scan.Cancel();
            // Not listed: the list has the Asks' own timeouts instead.
            _scan = timers.ScheduleAt(due, CallbackInvoker.OffLoopUnlisted, this);
            Interlocked.Exchange(ref _scanDue, due);
        }
    }

    void ICallback.Run(object? state)
    {
        lock (_gate)
            Interlocked.Exchange(ref _scanDue, None);
        StressPoint.Here();
        var now = timers.Now;
        var next = None;
        List<ITimedAsk> due = [];
        foreach (var dependent in loop.Dependents.InCells)
        {
            if (AskOf(dependent) is not { } ask)
                continue;
            StressPoint.Here();
            if (ask.Due <= now)
                due.Add(ask);
            else
                next = Math.Min(next, ask.Due);
        }

        // Before the first rejection: a rejection may run foreign code, which may block this thread or throw.
        if (next < None)
            ScheduleScan(next);
        foreach (var ask in due)
            ask.TimedOut();
    }

    string ICallback.Describe(object? state) => "the timeouts of Asks";
}
