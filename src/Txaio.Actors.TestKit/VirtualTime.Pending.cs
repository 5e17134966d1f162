namespace Txaio.Actors.TestKit;

/// <content>Pending calls, also at the end of the system.</content>
public sealed partial class VirtualTime
{
    /// <summary>
    /// The number of scheduled calls, including each call of a loop or batched timer. Cancelled calls and housekeeping
    /// calls of Akka and this library are not counted.
    /// </summary>
    public int PendingCalls => _scheduler.Calls.Count() + _scheduler.OfTxaio().Count;

    /// <summary>The due time of the next pending call; null if there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var here = _scheduler.Calls.NextDue();
            if (_scheduler.OfTxaio() is not [var first, ..])
                return here;
            var there = _scheduler.Calls.At(first.Due);
            return here < there ? here : there;
        }
    }

    /// <summary>The calls that were pending when the system began to end; empty before.</summary>
    public IReadOnlyList<PendingCall> PendingAtEnd => _scheduler.PendingAtEnd.Calls;

    /// <summary>
    /// Called once if calls are pending when the system begins to end, with a text that lists them. For the output of a
    /// test framework. Null, the default: <c>txaio.testkit.pending-at-end</c> applies. Runs on the thread that ends the
    /// system; <see cref="Dispose"/> throws its exception.
    /// </summary>
    public Action<string>? OnPendingAtEnd
    {
        get => _scheduler.PendingAtEnd.Handler;
        set => _scheduler.PendingAtEnd.Handler = value;
    }

    /// <summary>The pending calls in due order; calls of one due time in the order they were scheduled.</summary>
    /// <returns>A snapshot.</returns>
    public IReadOnlyList<PendingCall> Pending() => _scheduler.Pending();

    /// <summary>Asserts that no call is pending.</summary>
    /// <exception cref="PendingCallsException">Calls are pending; the message lists them.</exception>
    public void ExpectNothingPending()
    {
        var pending = Pending();
        if (pending.Count > 0)
        {
            throw new PendingCallsException(
                $"Nothing should be pending at {Now:O} of virtual time, but {PendingCall.Lines(pending)}", pending);
        }
    }
}
