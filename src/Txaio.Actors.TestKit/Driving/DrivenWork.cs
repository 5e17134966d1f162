using Akka.Dispatch;
using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>The work of one drive: runs it, keeps its failures, and guards against work without end.</summary>
internal sealed class DrivenWork(VirtualScheduler scheduler, TimeSpan timeout)
{
    // Looking at a clock each time would cost as much as the work.
    private const int WorkBetweenLooks = 64;

    private readonly List<Exception> _failures = [];
    private readonly EndlessWork _endless = new(scheduler);
    private long _work;

    /// <summary>What has gone wrong so far, in order; null if nothing has.</summary>
    public AggregateException? Failure => _failures.Count == 0
        ? null
        : new AggregateException("Scheduled calls failed while virtual time was driven.", _failures);

    /// <summary>
    /// Runs actors, those elsewhere included, and the calls that are due, until there is neither in the window.
    /// </summary>
    public void WorkOff(DriveWindow window)
    {
        _endless.Restart();
        do
            RunActors(window);
        while (FireDue(window));
    }

    /// <summary>As <see cref="WorkOff(DriveWindow)"/>, in a window without end, until it is over.</summary>
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

    // The calls of one due time. The actors that they wake run next, and only then the calls that they schedule for the
    // same instant, and the calls of later due times that are late because time was spent.
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

    // After the work: the actor of a mailbox run that is taken out and not run would never be scheduled again.
    private void Count(object what)
    {
        if (++_work % WorkBetweenLooks == 0 && _endless.IsFound(_work))
        {
            throw new InvalidOperationException(
                $"There is no end to the work at {scheduler.Calls.Elapsed} of virtual time: for seconds of real time as "
                + $"much was left as before, the last piece is {Name(what)}.", Failure);
        }
    }

    private static string Name(object what) =>
        what is VirtualCall call ? call.Description : DrivenDispatcher.NameOf((IRunnable)what);
}
