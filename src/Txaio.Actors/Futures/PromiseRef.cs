using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Messages;

namespace Txaio.Actors;

/// <summary>
/// A future as an actor. Its path is made, and registered under <c>/temp</c>, when somebody first reads it: nothing
/// local does so to deliver a reply.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
internal partial class PromiseRef(Future future) : MinimalActorRef
{
    // Made by the first who needs it, any thread. Who completes the future looks here after it is completed; who
    // makes it looks whether the future is completed afterwards.
    private PromiseState? _state;

    /// <summary>What the future's cancel runs; see <see cref="CancellablePromiseRef"/>.</summary>
    public virtual Delegate? Canceller => null;

    public Future Future => future;

    public override IActorRefProvider Provider => future.Loop.System.Provider;

    // Not the path, which reading would make.
    private string Display => $"the promise of {future}";

    /// <summary>How many subscribers wait.</summary>
    internal int Subscribers => Volatile.Read(ref _state)?.Subscribers ?? 0;

    private PromiseState State
    {
        get
        {
            if (Volatile.Read(ref _state) is { } state)
                return state;
            var made = new PromiseState(this);
            return Interlocked.CompareExchange(ref _state, made, null) ?? made;
        }
    }

    public override void Stop() => future.Cancel("The promise was stopped.");

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsSame(watch.Watchee) && !IsSame(watch.Watcher):
                if (!State.TryAddWatcher(watch.Watcher))
                    TellTerminated(watch.Watcher);
                break;
            case Unwatch unwatch when IsSame(unwatch.Watchee):
                State.RemoveWatcher(unwatch.Watcher);
                break;
            case DeathWatchNotification death:
                State.RemoveSubscriber(death.Actor);
                break;
        }
    }

    /// <summary>The future was called.</summary>
    public virtual void Completed()
    {
        if (Volatile.Read(ref _state) is not { } state)
            return;
        var (subscribers, watchers) = state.Complete(out var leaves);
        if (leaves)
            LeaveLater();
        // Subscribers first: an actor that is both learns the value before it learns that the promise is gone.
        foreach (var subscriber in subscribers ?? [])
        {
            Inform(subscriber);
            WatchSubscriber(subscriber, begins: false);
        }

        foreach (var watcher in watchers ?? [])
            TellTerminated(watcher);
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        // Nearly every reply is nothing but the value that is waited for; it need not pass all the cases below.
        if (future.TryAcceptPlain(message))
            return;
        switch (message)
        {
            case Subscribe subscribe:
                AddSubscriber(subscribe.Subscriber);
                break;
            case Identify identify:
                if (sender is not null)
                    Guard(() => sender.Tell(new ActorIdentity(identify.MessageId, this), this), "the identity of");
                break;
            case PoisonPill or Kill:
                future.Cancel($"The promise got a {message.GetType().Name}.");
                break;
            case ISystemMessage system:
                SendSystemMessage(system);
                break;
            case IAutoReceivedMessage:
                break;
            default:
                if (!TryComplete(message))
                    Drop(message, sender);
                break;
        }
    }

    private static Exception CauseOf(Exception? cause) =>
        cause ?? new FutureCancelledException("The reply was a failure without a cause.");

    private bool TryComplete(object? message)
    {
        switch (message)
        {
            case Resolve resolve:
                return future.TryAccept(resolve.Value);
            case Reject reject:
                return future.TryReject(reject.Cause);
            case Cancel cancel:
                return future.Cancel(cancel.Reason);
        }

        // A future whose type is the failure's takes it as its value, as Akka's Ask does.
        if (future.ResultType == message?.GetType())
            return future.TryAccept(message);
        return message switch
        {
            Status.Failure failure => future.TryReject(CauseOf(failure.Cause)),
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            Failure failure => future.TryReject(CauseOf(failure.Exception)),
#pragma warning restore CS0618
            _ => future.TryAccept(message),
        };
    }

    // Dead letters reach foreign subscribers of the event stream at once. A dead letter cannot be null.
    private void Drop(object? message, IActorRef? sender) => Guard(
        () => Provider.DeadLetters.Tell(
            new DeadLetter(message ?? new Resolve(null), sender ?? Provider.DeadLetters, this), sender),
        "a dead letter of");

    private void AddSubscriber(IActorRef subscriber)
    {
        future.Observe();
        future.JoinLoop();
        // Another promise makes its path under its own lock, which must not be taken under this one's.
        _ = subscriber.Path;
        if (!State.TryAddSubscriber(subscriber, out var isNew))
        {
            Inform(subscriber);
            return;
        }

        if (!isNew || ReferenceEquals(subscriber, this))
            return;
        WatchSubscriber(subscriber, begins: true);
        // Completed in between, it ended the watch before it began.
        if (future.IsCompleted)
            WatchSubscriber(subscriber, begins: false);
    }

    private void Inform(IActorRef subscriber) =>
        Nesting.Run(new PromiseNotice(this, subscriber, isSubscriber: true), future);

    private void TellTerminated(IActorRef watcher) =>
        Nesting.Run(new PromiseNotice(this, watcher, isSubscriber: false), future);

    private void WatchSubscriber(IActorRef subscriber, bool begins)
    {
        var watched = (IInternalActorRef)subscriber;
        Guard(
            () => watched.SendSystemMessage(begins ? new Watch(watched, this) : new Unwatch(watched, this)),
            "the watch of a subscriber of");
    }

    // Foreign refs may throw, which is no affair of the completing thread, nor of the other subscribers.
    private void Guard(Action tell, string what)
    {
        try
        {
            tell();
        }
        catch (Exception e)
        {
            future.Loop.Report($"{what} {future}", e);
        }
    }
}
