using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>The promise of an Ask: knows whom it waits for, and gives up in time.</summary>
internal sealed class AskRef(Future future, ICanTell target, object message, TimeSpan timeout, long due)
    : PromiseRef(future)
{
    // The timeout's own call in its parts, if it has one: who sees the source, which is written last, sees the rest in
    // _due. Written by the thread that asks, read by the one that completes.
    private DelayedCallSource? _timeoutSource;

    // When it times out, in ticks; once it has a call, that call's slot and generation: most have none, and a field
    // more would be felt in all.
    private long _due = due;

    /// <summary>When it times out, in ticks of the scheduler's clock, unless it has a call for that.</summary>
    public long Due => Volatile.Read(ref _due);

    /// <summary>The time allowed.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Who was asked.</summary>
    public ICanTell Target => target;

    /// <summary>Nobody is to subscribe to it: who was asked replies, and a reply that comes too late finds nobody.</summary>
    public override bool IsKept => false;

    /// <summary>Sends the question.</summary>
    public void Send(AskDeadlines deadlines)
    {
        if (target is Nobody)
        {
            Fail("there is no such actor");
            return;
        }

        if (timeout != System.Threading.Timeout.InfiniteTimeSpan)
            deadlines.Watch(this);
        try
        {
            target.Tell(message, this);
        }
        catch (Exception e)
        {
            Future.TryReject(e);
        }
    }

    /// <summary>It times out by a call of its own.</summary>
    public void HasCall(DelayedCall call)
    {
        var (source, slot, generation) = call;
        Volatile.Write(ref _due, ((long)slot << 32) | (uint)generation);
        Interlocked.Exchange(ref _timeoutSource, source);
        // Completed in between, by its token or the loop's end: nobody else would cancel the call.
        if (Future.IsCompleted)
            CancelTimeout();
    }

    /// <summary>No answer came in the time allowed. Runs in the actor of a bucket.</summary>
    public void TimedOut() => Future.TryReject(new AskTimeoutException(string.Create(
        CultureInfo.InvariantCulture,
        $"Ask of {TypeName.Of(message.GetType())} to {target} on loop '{Future.Loop.Name}' got no answer within " +
        $"{timeout.TotalSeconds:0.###} s.")));

    /// <summary>A message with this promise as its sender met nobody, or was not handled.</summary>
    public void Undelivered(object undelivered, IActorRef recipient, string reason)
    {
        // A live target may forward a copy to an actor that is dead: that is not this Ask's affair.
        var toTarget = ReferenceEquals(recipient, target) || (target is IActorRef asked && asked.Equals(recipient));
        var toNobody = recipient is MinimalActorRef and not PromiseRef && ReferenceEquals(undelivered, message);
        if (toTarget || toNobody)
            Fail(reason);
    }

    public override void Completed()
    {
        CancelTimeout();
        base.Completed();
    }

    private void CancelTimeout() => Volatile.Read(ref _timeoutSource)?.Cancel((int)(_due >> 32), (int)_due);

    private void Fail(string reason) =>
        Future.TryReject(new AskTargetException(target, message.GetType(), reason));
}
