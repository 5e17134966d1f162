
namespace Txaio.Actors.TestKit;

/// <content>What is scheduled, and what is left of it at the end.</content>
public sealed partial class VirtualTime
{
    /// <summary>
    /// How many calls are scheduled, each call of a loop or batched timer counted; without cancelled ones and the
    /// housekeeping of Akka and this library.
    /// </summary>
    public int PendingCalls => _scheduler.Calls.Count() + _scheduler.OfTxaio().Count;

    /// <summary>When the next of <see cref="PendingCalls"/> is due; null if there is none.</summary>
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

    /// <summary>What was pending when the system began to end; empty before.</summary>
    public IReadOnlyList<PendingCall> PendingAtEnd => _scheduler.PendingAtEnd.Calls;

    /// <summary>
    /// Told once, when the system begins to end, if calls are pending then: a text that lists them, ready for a test
    /// framework's output. Null, the default: what <c>txaio.testkit.pending-at-end</c> says. Runs on the thread that ends
    /// the system; what it throws, <see cref="Dispose"/> throws.
    /// </summary>
    public Action<string>? OnPendingAtEnd
    {
        get => _scheduler.PendingAtEnd.Handler;
        set => _scheduler.PendingAtEnd.Handler = value;
    }

    /// <summary>The scheduled calls in due order, and equal ones in the order they were scheduled.</summary>
    /// <returns>A snapshot of them.</returns>
    public IReadOnlyList<PendingCall> Pending() => _scheduler.Pending();

    /// <summary>Asserts that nothing is scheduled.</summary>
    /// <exception cref="PendingCallsException">Something is; the message lists it.</exception>
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
