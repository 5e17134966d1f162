using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The future of an Ask: holds its target and its timeout. It is also the ref that the target replies to, and the
/// entry in the thread pool's queue, so that a single object moves between processors. A separate ref and continuation
/// would cost a third of the whole Ask.
/// </summary>
internal sealed partial class AskFuture<T>(
    EventLoop loop, ICanTell target, object message, TimeSpan timeout, long due)
    : Future<T>(loop), IAsk
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
        $"{Question} on loop '{Loop.Name}' got no reply within " +
        $"{timeout.TotalSeconds:0.###} s.")));

    public void Undelivered(object undelivered, IActorRef recipient)
    {
        // A live target may forward a copy to a dead actor; that does not fail this Ask.
        if (IsTarget(recipient)
            || (recipient is MinimalActorRef and not PromiseRef && ReferenceEquals(undelivered, message)))
        {
            Fail("the actor has terminated, there is none, or its node cannot be reached");
        }
    }

    public void Unhandled(object unhandled, IActorRef recipient)
    {
        // The target may forward the message, as a shard region does. Then the final recipient reports it as unhandled.
        if (IsTarget(recipient))
            Fail("the actor does not handle the message");
        else if (MessagePart.IsOf(message, unhandled))
            Fail($"{ObjectText.Of(recipient)}, to which the message was forwarded, does not handle the message");
    }

    private bool IsTarget(IActorRef recipient) =>
        ReferenceEquals(recipient, target) || (target is IActorRef asked && asked.Equals(recipient));

    private protected override IActorRef Self => this;

    private protected override string WrongReply(string type) =>
        $"{Question} on loop '{Loop.Name}' got a reply of type {type} where a {TypeName.Of(typeof(T))} was expected.";

    private string Question => $"Ask of {TypeName.Of(message.GetType())} to {ObjectText.Of(target)}";

    private protected override void UnregisterFromLoop()
    {
        CancelTimeout();
        base.UnregisterFromLoop();
    }

    private void CancelTimeout() => Volatile.Read(ref _timeoutSource)?.Cancel((int)(_due >> 32), (int)_due);

    private void Fail(string reason) => TryReject(new AskTargetException(target, message.GetType(), reason));
}
