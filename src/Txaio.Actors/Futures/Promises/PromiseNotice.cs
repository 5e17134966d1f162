using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Futures.Promises;

/// <summary>Tells one actor that a promise has completed: a subscriber the outcome, a watcher the end.</summary>
internal sealed class PromiseNotice(PromiseRef promise, IActorRef actor, bool isSubscriber) : FutureContinuation
{
    public override void Run(Future future) => Nesting.Run(this, future);

    public override void RunNested(Future future)
    {
        // Another promise of this library completes on this thread. Other actors get outcome and end in this order.
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
