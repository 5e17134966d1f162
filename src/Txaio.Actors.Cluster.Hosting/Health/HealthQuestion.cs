using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// A question that health checks ask. While it has no reply, further checks wait for the same reply, so that checks do
/// not pile up questions to a store that hangs.
/// </summary>
/// <remarks>Waits are calls of the library's scheduler, so no thread waits, and virtual time drives them.</remarks>
/// <param name="failed">The start of the text of a failed reply, such as "the journal cannot be read".</param>
/// <param name="silent">The start of the text of a missing reply, such as "the journal has not replied".</param>
/// <param name="ask">Asks; the task may fail.</param>
internal sealed class HealthQuestion(string failed, string silent, Func<Task> ask)
{
    // A question of an earlier check gets some time, too: the process may have been stopped meanwhile.
    private const int LeastPart = 10;

    private const int MostText = 1000;

    // Guards the fields below: several checks may run at the same time.
    private readonly Lock _gate = new();
    private Task? _reply;
    private TimeSpan _askedAt;

    /// <summary>Returns null if the reply comes in time, or else the fault.</summary>
    /// <param name="scheduler">Its clock counts the limit.</param>
    /// <param name="limit">How long the reply may take.</param>
    /// <param name="cancellationToken">Ends the wait, not the question.</param>
    public async Task<string?> AskAsync(IScheduler scheduler, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (reply, askedAt) = Ask(scheduler);
        var left = limit - (scheduler.MonotonicClock - askedAt);
        var least = limit / LeastPart;
        await WaitAsync(reply, scheduler, left > least ? left : least, cancellationToken);
        if (!reply.IsCompleted)
        {
            var waited = scheduler.MonotonicClock - askedAt;
            return string.Create(CultureInfo.InvariantCulture, $"{silent} for {waited.TotalSeconds:0.0} s");
        }

        return reply.IsCompletedSuccessfully ? null : $"{failed}: {TextOf(reply)}";
    }

    private static async Task WaitAsync(
        Task reply, IScheduler scheduler, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (reply.IsCompleted)
            return;
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = scheduler.Advanced.ScheduleOnceCancelable(atMost, () => late.TrySetResult());
        try
        {
            await Task.WhenAny(reply, late.Task).WaitAsync(cancellationToken);
        }
        finally
        {
            call.Cancel();
        }
    }

    private static string TextOf(Task reply)
    {
        var cause = reply.Exception!.InnerException!;
        // Drivers and stores wrap the exception that says the reason.
        while (cause is not TimeoutException && cause.InnerException is { } inner)
            cause = inner;
        return SafeText.Of($"{cause.GetType().Name}: {cause.Message}", MostText);
    }

    private (Task Reply, TimeSpan AskedAt) Ask(IScheduler scheduler)
    {
        var now = scheduler.MonotonicClock;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_reply is { IsCompleted: false })
                return (_reply, _askedAt);
            (_reply, _askedAt) = (asked.Task, now);
        }

        _ = CompleteAsync(asked);
        return (asked.Task, now);
    }

    // Asks outside of the lock.
    private async Task CompleteAsync(TaskCompletionSource asked)
    {
        try
        {
            await ask();
            asked.SetResult();
        }
        catch (Exception e)
        {
            asked.SetException(e);
            // Marks the failure as seen: the check that asked may have ended its wait.
            _ = asked.Task.Exception;
        }
    }
}
