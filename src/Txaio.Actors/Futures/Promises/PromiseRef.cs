using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// A future as an actor. The path is made, and registered under <c>/temp</c>, when the path is first read. Local
/// delivery of a reply does not read the path.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
internal partial class PromiseRef(Future future) : MinimalActorRef
{
    // Made by the first thread that needs the state. That thread writes this field, then reads whether the future is
    // completed. The completing thread completes the future, then reads this field. So at least one of the two threads
    // tells the followers.
    private PromiseState? _state;

    /// <summary>
    /// The delegate that a cancel of the future runs, or null; see <see cref="CancellablePromiseRef"/>.
    /// </summary>
    public virtual Delegate? Canceller => null;

    public Future Future => future;

    public override IActorRefProvider Provider => future.Loop.System.Provider;

    // Without the path: reading the path would register the promise.
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

    /// <remarks>
    /// Without the path: logs print this text, and an actor that knows the path can complete the promise.
    /// </remarks>
    public override string ToString() => Display;

    public override void Stop() => future.Cancel("The promise was stopped.");

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            // The actor is null if the serializer of another node left it out.
            case Watch { Watcher: { } watcher } watch when IsSame(watch.Watchee) && !IsSame(watcher):
                AddWatcher(watcher);
                break;
            case Unwatch { Watcher: { } watcher } unwatch when IsSame(unwatch.Watchee):
                State.Remove(watcher, isSubscriber: false);
                break;
            case DeathWatchNotification { Actor: { } actor }:
                State.Remove(actor, isSubscriber: true);
                break;
        }
    }

    /// <summary>The future is completed. Runs on the completing thread.</summary>
    public virtual void Completed()
    {
        if (Volatile.Read(ref _state) is not { } state)
            return;
        var (subscribers, watchers) = state.Complete(out var expires);
        if (expires)
            UnregisterLater(KeptOutcome.Here(state.RequestingNode));
        // Subscribers first: an actor that subscribes and watches learns the value before it learns of the end.
        foreach (var (subscriber, held) in subscribers ?? [])
        {
            Inform(subscriber);
            if (held is null or { IsLocal: true })
                WatchSubscriber(subscriber, begins: false);
            held?.Release();
        }

        foreach (var (watcher, held) in watchers ?? [])
        {
            TellTerminated(watcher);
            held?.Release();
        }
    }

    /// <summary>Removes an actor of another node: the actor or the node has ended.</summary>
    public void Forget(IActorRef actor, bool isSubscriber) => State.Remove(actor, isSubscriber);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        // Nearly every reply is a plain value: such a reply skips the cases below.
        if (future.TryAcceptValue(message))
            return;
        switch (message)
        {
            case Subscribe { Subscriber: not null } subscribe:
                AddSubscriber(subscribe, sender);
                break;
            case Identify identify:
                if (sender is not null)
                    Guard(() => sender.Tell(new ActorIdentity(identify.MessageId, this), this), "the identity of");
                break;
            case PoisonPill or Kill:
                future.Cancel($"The promise got a {message.GetType().Name}.");
                break;
            case Resolve { Value: { } value } when IsForbidden(value):
                future.TryReject(new ArgumentException(
                    $"A {value.GetType().Name} of another node is no value: Akka would act on it where it is piped to."));
                break;
            case ISystemMessage system:
                SendSystemMessage(system);
                break;
            case IAutoReceivedMessage or Subscribe or Reject { Cause: null }:
                break;
            default:
                if (!TryComplete(message))
                    Drop(message, sender);
                break;
        }
    }

    // PipeTo would tell the plain value as a message of this process.
    private static bool IsForbidden(object value) =>
        SendingNode.Here.Address is not null && ControlMessages.IsControl(value);

    private static Exception CauseOf(Exception? cause) =>
        cause ?? new FutureCancelledException("The reply was a failure without a cause.");

    private bool TryComplete(object? message)
    {
        switch (message)
        {
            case Resolve resolve:
                return future.TryAccept(resolve.Value);
            case Reject reject:
                return future.TryRejectByReply(reject.Cause);
            case Cancel { Cause: { } cause } cancel:
                return cancel.Reason is { } text
                    ? future.TryCancel(text, CancellationToken.None, cause)
                    : future.Cancel(cause);
            case Cancel cancel:
                return future.Cancel(cancel.Reason);
        }

        // A future of the failure's own type takes the failure as its value, as Akka's Ask does.
        if (future.ResultType == message?.GetType())
            return future.TryAccept(message);
        return message switch
        {
            Status.Failure failure => future.TryRejectByReply(CauseOf(failure.Cause)),
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            Failure failure => future.TryRejectByReply(CauseOf(failure.Exception)),
#pragma warning restore CS0618
            _ => future.TryAccept(message),
        };
    }

    // Guarded: a dead letter reaches foreign subscribers of the event stream on this thread. The message of a
    // dead letter must not be null.
    private void Drop(object? message, IActorRef? sender) => Guard(
        () => Provider.DeadLetters.Tell(
            new DeadLetter(
                message ?? new Resolve(null),
                sender is null ? Provider.DeadLetters : NamelessSender.Of(sender, Provider),
                this),
            sender),
        "a dead letter of");

    private void AddSubscriber(Subscribe subscribe, IActorRef? sender)
    {
        var subscriber = subscribe.Subscriber;
        future.Observe();
        future.RegisterWithLoop();
        // Read before this promise takes its lock: another promise makes its path under its own lock.
        _ = subscriber.Path;
        HeldFollower? held = null;
        if (!future.IsCompleted && subscribe.Node.Or(subscriber) is { } node)
        {
            held = new HeldFollower(this, subscriber, node, isSubscriber: true);
            if (held.Reserve() is { } refusal)
            {
                Refuse(subscribe, refusal, sender);
                return;
            }
        }

        if (!State.TryAdd(subscriber, isSubscriber: true, held, out var isNew))
        {
            held?.ReleaseReservation();
            AnswerLate(subscribe, sender);
            return;
        }

        if (!isNew)
        {
            held?.ReleaseReservation();
            return;
        }

        held?.Guard();
        if (ReferenceEquals(subscriber, this) || held is { IsLocal: false })
            return;
        WatchSubscriber(subscriber, begins: true);
        // The future was completed meanwhile: this ends the watch.
        if (future.IsCompleted)
            WatchSubscriber(subscriber, begins: false);
    }

    // Without a bound, a node that made a promise could make this node send a large value to other nodes again and
    // again, with a short message each time.
    private void AnswerLate(Subscribe subscribe, IActorRef? sender)
    {
        if (subscribe.Node.Or(subscribe.Subscriber) is { } node && CountLateAnswer(node) is { } refusal)
            Refuse(subscribe, refusal, sender);
        else
            Inform(subscribe.Subscriber);
    }

    // Counts by promise first: a node that floods one promise must not use up the bound of all promises.
    private RemoteBoundException? CountLateAnswer(Address node)
    {
        var bounds = future.Loop.Bounds;
        if (State.LateAnswers.Take(node) is not { } refusal)
            return bounds.LateAnswers.Take(node);
        bounds.Subscribers.Refused(refusal, node);
        return refusal;
    }

    private void Refuse(Subscribe subscribe, RemoteBoundException refusal, IActorRef? sender)
    {
        if (sender is null or DeadLetterActorRef)
            Drop(subscribe, sender);
        else
            Guard(() => sender.Tell(future.Loop.Deliveries.FailureFor(sender, refusal), this), "a refusal of");
    }

    // Over the wire, each node watches with one actor of Akka.Remote for all actors of the node. Any other watcher is
    // forged.
    private void AddWatcher(IActorRef watcher)
    {
        HeldFollower? held = null;
        if (SendingNode.Here.Or(watcher) is { } node)
        {
            if (!HeldForNodes.CanBeWatched(node, watcher))
                return;
            held = future.IsCompleted ? null : new HeldFollower(this, watcher, node, isSubscriber: false);
            if (held?.Reserve() is not null)
                return;
        }

        if (!State.TryAdd(watcher, isSubscriber: false, held, out var isNew))
            TellTerminated(watcher);
        if (isNew)
            held?.Guard();
        else
            held?.ReleaseReservation();
    }

    private void Inform(IActorRef subscriber) =>
        Nesting.Run(new PromiseNotice(this, subscriber, isSubscriber: true), future);

    private void TellTerminated(IActorRef watcher) =>
        Nesting.Run(new PromiseNotice(this, watcher, isSubscriber: false), future);

    private void WatchSubscriber(IActorRef subscriber, bool begins)
    {
        // An actor of the library needs no watch: it ends with its loop or timer. The promise may complete on the
        // thread that reads from another node. There the actor would refuse the Unwatch, and its cell would keep the
        // promise.
        if (GuardedRef.IsGuarded(subscriber))
            return;
        var watched = (IInternalActorRef)subscriber;
        Guard(
            () => watched.SendSystemMessage(begins ? new Watch(watched, this) : new Unwatch(watched, this)),
            "the watch of a subscriber of");
    }

    // Foreign refs may throw. The exception must reach neither the completing thread nor the other subscribers.
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
