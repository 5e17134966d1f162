using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Tells one actor that a promise has completed. A subscriber is told the outcome; a watcher is told that the promise
/// has ended.
/// </summary>
internal sealed class PromiseNotice(PromiseRef promise, IActorRef actor, bool isSubscriber) : FutureContinuation
{
    public override void Run(Future future) => Nesting.Run(this, future);

    public override void RunNested(Future future)
    {
        // A promise or an Ask of this library completes on this thread. Deliveries tell any other actor its notices in
        // order: the outcome before the end.
        if (actor is PromiseRef or IAsk)
            Tell(future);
        else
            future.Loop.Deliveries.Tell(future.Loop.Name, actor, () => Tell(future));
    }

    public override string Describe() => $"the notice to {ObjectText.Of(actor)}";

    private void Tell(Future future)
    {
        if (!isSubscriber)
        {
            ((IInternalActorRef)actor).SendSystemMessage(
                new DeathWatchNotification(promise, existenceConfirmed: true, addressTerminated: false));
            return;
        }

        actor.Tell(
            future.Error is { } cause
                ? new FutureRejected(promise, cause)
                : new FutureResolved(promise, future.UntypedResult),
            promise);
    }
}
