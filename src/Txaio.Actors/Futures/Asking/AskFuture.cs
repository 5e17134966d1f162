using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The future of an Ask: holds its target and its timeout. It is also the ref that the target replies to, and the
/// entry in the thread pool's queue, so that a single object moves between processors. A separate ref and continuation
/// would cost a third of the whole Ask.
/// </summary>
internal sealed partial class AskFuture<T>(
    EventLoop loop, ICanTell target, object message, TimeSpan timeout, long due)
    : Future<T>(loop), ITimedAsk
{
    // The source of the timeout's own call, if there is one. The asking thread writes _due first and this last; the
    // completing thread reads this first, so it finds the slot and generation in _due.
    private DelayedCallSource? _timeoutSource;

    // The due time in ticks; for an Ask with a call of its own, that call's slot and generation. Most Asks have no such
    // call, so a second field would cost all of them memory.
    private long _due = due;

    public long Due => Volatile.Read(ref _due);

    public ICanTell Target => target;

    /// <summary>
    /// An Ask's promise is not kept once it is completed: the target replies and does not subscribe.
    /// </summary>
    internal override bool IsKept => false;

    /// <summary>Sends the message to the target.</summary>
    public void Send(AskTimeoutScanner deadlines)
    {
        if (target is Nobody)
        {
            Fail("there is no such actor");
            return;
        }

        if (timeout != System.Threading.Timeout.InfiniteTimeSpan)
            deadlines.Watch(this, _due, timeout);
        try
        {
            target.Tell(message, this);
        }
        catch (Exception e)
        {
            TryReject(e);
        }
    }

    public void SetTimeoutCall(DelayedCall call)
    {
        var (source, slot, generation) = call;
        // The asking thread writes the source behind _due, passes a fence, and reads whether the future is completed.
        // The completing thread completes it, passes a fence, and reads the source. So at least one of the two threads
        // cancels the timeout.
        Volatile.Write(ref _due, ((long)slot << 32) | (uint)generation);
        Interlocked.Exchange(ref _timeoutSource, source);
        StressPoint.Here();
        if (IsCompleted)
            CancelTimeout();
    }

    public void TimedOut() => TryReject(new AskTimeoutException(string.Create(
        CultureInfo.InvariantCulture,
        $"{Question} got no reply within {timeout.TotalSeconds:0.###} s.")));

    public void Undelivered(object undelivered, IActorRef recipient)
    {
        if (AskedMessage.WhyUndelivered(target, message, undelivered, recipient) is { } reason)
            Fail(reason);
    }

    public void Unhandled(object unhandled, IActorRef recipient)
    {
        if (AskedMessage.WhyUnhandled(target, message, unhandled, recipient) is { } reason)
            Fail(reason);
    }

    private protected override IActorRef Self => this;

    private protected override string WrongReply(string type) =>
        AskedMessage.WrongReply(Question, type, typeof(T));

    private string Question => AskedMessage.Question(message, target, Loop);

    private protected override void UnregisterFromLoop()
    {
        CancelTimeout();
        base.UnregisterFromLoop();
    }

    private void CancelTimeout() => Volatile.Read(ref _timeoutSource)?.Cancel((int)(_due >> 32), (int)_due);

    private void Fail(string reason) => TryReject(new AskTargetException(target, message.GetType(), reason));
}
