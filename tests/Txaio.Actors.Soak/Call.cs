namespace Txaio.Actors.Soak;

/// <summary>One call, future or event that was started. Ends once; any thread may end it.</summary>
/// <param name="ledger">The ledger that counts the call.</param>
/// <param name="what">The name of the call in a failure.</param>
/// <param name="allowed">The ends that the call may have.</param>
/// <param name="failure">The type of its exception when the call fails; null for any.</param>
internal sealed class Call(Ledger ledger, string what, Ends allowed, Type? failure)
{
    private int _end;

    /// <summary>The name of the call in a failure.</summary>
    public string What => what;

    /// <summary>Whether the call has ended.</summary>
    public bool IsOver => Volatile.Read(ref _end) != 0;

    /// <summary>The callback ran, or the value came.</summary>
    public void Done() => End(Ends.Done);

    /// <summary>The call was cancelled.</summary>
    public void Cancelled() => End(Ends.Cancelled);

    /// <summary>The call ended with its loop, timer or system.</summary>
    public void Rejected() => End(Ends.Rejected);

    /// <summary>Ends the call by its outcome.</summary>
    /// <param name="error">The exception; null for a value.</param>
    public void End(Exception? error)
    {
        var end = error switch
        {
            null => Ends.Done,
            LoopTerminatedException or LoopOverloadedException or ObjectDisposedException => Ends.Rejected,
            OperationCanceledException => Ends.Cancelled,
            _ => Ends.Failed,
        };
        if (end == Ends.Failed && failure is not null && !failure.IsInstanceOfType(error))
            ledger.Fail($"{what} failed with {error}, not with {failure.Name}");
        End(end, error);
    }

    /// <summary>Ends the call when the task ends.</summary>
    public void Follow(Task task) => task.ContinueWith(
        ended => End(ended.Exception?.InnerException ?? (ended.IsCanceled ? new OperationCanceledException() : null)),
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>Ends the call in a callback of the future.</summary>
    public void Follow(IFuture future) =>
        future.AddBoth(static (outcome, call) => call.End(outcome.Failure?.Value), this);

    private void End(Ends end, Exception? error = null)
    {
        var before = (Ends)Interlocked.CompareExchange(ref _end, (int)end, (int)Ends.None);
        if (before != Ends.None)
        {
            ledger.Fail($"{what} ended twice: {before}, then {end} {error}");
            return;
        }

        if ((allowed & end) == 0)
            ledger.Fail($"{what} ended as {end}, allowed is {allowed}: {error}");
        ledger.Count(end);
    }
}
