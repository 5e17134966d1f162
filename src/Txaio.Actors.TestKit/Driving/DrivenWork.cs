using Akka.Dispatch;
using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>Runs the work of one drive, collects its failures, and detects work that does not end.</summary>
internal sealed class DrivenWork(VirtualScheduler scheduler, TimeSpan timeout)
{
    // Reading a clock after each piece of work would cost as much as the work.
    private const int WorkBetweenLooks = 64;

    private readonly List<Exception> _failures = [];
    private readonly EndlessWork _endless = new(scheduler);
    private long _work;

    /// <summary>The failures so far, in order; null if there was none.</summary>
    public AggregateException? Failure => _failures.Count == 0
        ? null
        : new AggregateException("Scheduled calls failed while virtual time was driven.", _failures);

    /// <summary>
    /// Runs actors and due calls, and waits for actors on other threads, until the window has no more work.
    /// </summary>
    public void WorkOff(DriveWindow window)
    {
        _endless.Restart();
        do
            RunActors(window);
        while (FireDue(window));
    }

    /// <summary>
    /// Runs work as <see cref="WorkOff(DriveWindow)"/> does, without an end, until <paramref name="isOver"/> returns
    /// true.
    /// </summary>
    public void WorkOff(Func<bool>? isOver = null)
    {
        var window = new DriveWindow(long.MaxValue);
        _endless.Restart();
        do
            RunActors(window);
        while (isOver?.Invoke() != true && FireDue(window));
    }

    private void RunActors(DriveWindow window)
    {
        while (scheduler.Runs.TryTake(timeout, out var run))
        {
            Do(run.Run, window);
            Count(run);
        }
    }

    // Runs the calls of one due time. The actors that these calls wake run next. After the actors come calls that were
    // scheduled meanwhile for the same instant, and calls of later due times that Spend made late.
    private bool FireDue(DriveWindow window)
    {
        var order = scheduler.Calls.NextOrder();
        if (!scheduler.Calls.TryTakeDue(window, out var first))
            return false;
        for (VirtualCall? call = first; call is not null;)
        {
            if (Do(call.Run, window))
                scheduler.Calls.Rearm(call);
            Count(call);
            if (!scheduler.Calls.TryTakeDue(window, first, order, out call))
                break;
        }

        return true;
    }

    private bool Do(Action run, DriveWindow window)
    {
        var begin = scheduler.Calls.Elapsed.Ticks;
        try
        {
            CleanThread.Run(run);
            return true;
        }
        catch (Exception exception)
        {
            _failures.Add(exception);
            return false;
        }
        finally
        {
            window.Worked(begin, scheduler.Calls.Elapsed.Ticks, scheduler.Calls.NextOrder());
        }
    }

    // Called after the work. An exception before the work would lose a mailbox run, and its actor would never run
    // again.
    private void Count(object what)
    {
        if (++_work % WorkBetweenLooks == 0 && _endless.IsFound(_work))
        {
            throw new InvalidOperationException(
                $"The work at {scheduler.Calls.Elapsed} of virtual time does not end: for seconds of real time as "
                + $"much was left as before. The last piece of work is {Name(what)}.", Failure);
        }
    }

    private static string Name(object what) =>
        what is VirtualCall call ? call.Description : DrivenDispatcher.NameOf((IRunnable)what);
}
