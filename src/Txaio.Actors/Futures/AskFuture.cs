using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// The future of an Ask: knows whom it waits for, and gives up in time. It is its own ref, which is all that the target
/// needs to reply, and its own entry in the thread pool's queue: what one processor writes and another reads when an
/// answer comes is this one object, where a ref and a continuation of their own would cost a third of the whole Ask.
/// </summary>
internal sealed partial class AskFuture<T>(
    EventLoop loop, ICanTell target, object message, TimeSpan timeout, long due)
    : Future<T>(loop), IAsk
{
    // The timeout's own call in its parts, if it has one: who sees the source, which is written last, sees the rest in
    // _due. Written by the thread that asks, read by the one that completes.
    private DelayedCallSource? _timeoutSource;

    // When it times out, in ticks; once it has a call, that call's slot and generation: most have none, and a field
    // more would be felt in all.
    private long _due = due;

    public long Due => Volatile.Read(ref _due);

    public ICanTell Target => target;

    /// <summary>
    /// An Ask's promise is not kept after its end: its target replies and does not subscribe.
    /// </summary>
    internal override bool IsKept => false;

    /// <summary>Sends the question.</summary>
    public void Send(AskDeadlines deadlines)
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

    public void HasCall(DelayedCall call)
    {
        var (source, slot, generation) = call;
        // The asking thread writes the source behind the rest, passes a fence, and looks whether the future is completed.
        // The completing thread completes it, passes a fence, and looks at the source. So one of the two cancels.
        Volatile.Write(ref _due, ((long)slot << 32) | (uint)generation);
        Interlocked.Exchange(ref _timeoutSource, source);
        StressPoint.Here();
        if (IsCompleted)
            CancelTimeout();
    }

    public void TimedOut() => TryReject(new AskTimeoutException(string.Create(
        CultureInfo.InvariantCulture,
        $"{Question} on loop '{Loop.Name}' got no answer within " +
        $"{timeout.TotalSeconds:0.###} s.")));

    public void Undelivered(object undelivered, IActorRef recipient)
    {
        // A live target may forward a copy to an actor that is dead: that is not this Ask's affair.
        if (IsTarget(recipient)
            || (recipient is MinimalActorRef and not PromiseRef && ReferenceEquals(undelivered, message)))
        {
            Fail("the actor has terminated, there is none, or its node cannot be reached");
        }
    }

    public void Unhandled(object unhandled, IActorRef recipient)
    {
        // The target may have handed the question on, as a shard region does: then the actor that got it says so.
        if (IsTarget(recipient))
            Fail("the actor does not handle the message");
        else if (MessagePart.IsOf(message, unhandled))
            Fail($"{ObjectText.Of(recipient)}, which got it from there, does not handle the message");
    }

    private bool IsTarget(IActorRef recipient) =>
        ReferenceEquals(recipient, target) || (target is IActorRef asked && asked.Equals(recipient));

    private protected override IActorRef Self => this;

    private protected override string WrongReply(string type) =>
        $"{Question} on loop '{Loop.Name}' got a reply of type {type} where a {TypeName.Of(typeof(T))} was expected.";

    private string Question => $"Ask of {TypeName.Of(message.GetType())} to {ObjectText.Of(target)}";

    private protected override void LeaveLoop()
    {
        CancelTimeout();
        base.LeaveLoop();
    }

    private void CancelTimeout() => Volatile.Read(ref _timeoutSource)?.Cancel((int)(_due >> 32), (int)_due);

    private void Fail(string reason) => TryReject(new AskTargetException(target, message.GetType(), reason));
}
