using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>What one drive of the time does: it keeps the failures, and guards against work without end.</summary>
internal sealed class DrivenWork(VirtualScheduler scheduler, TimeSpan patience)
{
    private const int WorkPerInstant = 1_000_000;
    private readonly List<Exception> _failures = [];
    private TimeSpan _instant = scheduler.Calls.Elapsed;
    private int _doneThisInstant;

    /// <summary>What has gone wrong so far, in order; null if nothing has.</summary>
    public AggregateException? Failure => _failures.Count == 0
        ? null
        : new AggregateException("Scheduled calls failed while virtual time was driven.", _failures);

    /// <summary>Runs actors, those elsewhere included, and the calls of this instant, until there is neither.</summary>
    public void WorkOff()
    {
        do
        {
            while (scheduler.Runs.TryTake(patience, out var run))
            {
                Do(run.Run);
                Count(run);
            }
        }
        while (FireDue());
    }

    // Calls that these calls schedule for the same instant come after the actors that these calls wake.
    private bool FireDue()
    {
        var fired = false;
        var order = scheduler.Calls.NextOrder();
        while (scheduler.Calls.TryTakeDue(order, out var call))
        {
            fired = true;
            if (Do(call.Run))
                scheduler.Calls.Rearm(call);
            Count(call);
        }
        return fired;
    }

    private bool Do(Action run)
    {
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
    }

    // After the work: a mailbox run that is taken out and not run would leave its actor deaf for ever.
    private void Count(object what)
    {
        var now = scheduler.Calls.Elapsed;
        if (now != _instant)
            (_instant, _doneThisInstant) = (now, 0);
        if (++_doneThisInstant >= WorkPerInstant)
        {
            throw new InvalidOperationException(
                $"There is no end to the work at {now} of virtual time: {WorkPerInstant:N0} runs and calls, "
                + $"the last one is {Name(what)}.", Failure);
        }
    }

    private static string Name(object what) =>
        what is VirtualCall call ? call.ToPending().Description : DrivenDispatcher.NameOf((IRunnable)what);
}
