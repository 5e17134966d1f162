using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// The actor of a loop. A message wakes it. It runs a turn, and while callbacks wait it tells itself to run another
/// turn. It also schedules and cancels calls, and makes promises, that other actors ask for by message.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="promises">The promises that were made by message.</param>
internal sealed class LoopActor(EventLoop loop, LoopPromises promises) : OwnActor
{
    protected override void Handle(object message)
    {
        switch (message)
        {
            case Wake:
                if (loop.RunTurn())
                    Self.Tell(Wake.Instance, ActorRefs.NoSender);
                break;
            case Settle:
                loop.Settle();
                break;
            case CallLater call:
                loop.MessageCalls.Schedule(call, Sender, Self);
                break;
            case CancelCall cancel:
                loop.MessageCalls.Cancel(cancel, Sender, Self);
                break;
            case CreateFuture create when Sender is not DeadLetterActorRef:
                CreatePromise(create, Sender);
                break;
            case PromiseCompleted completed:
                if (promises.RemoveCompleted(completed.Asker, completed.Promise))
                    Context.Unwatch(completed.Asker);
                break;
            case Terminated terminated:
                foreach (var promise in promises.RemoveAll(terminated.ActorRef))
                    ((IInternalActorRef)promise).Stop();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Requests a turn: the message that the actor failed on may have requested one.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Self.Tell(Wake.Instance, ActorRefs.NoSender);
    }

    protected override void PostStop() => loop.Close();

    private void CreatePromise(CreateFuture create, IActorRef asker)
    {
        using var handling = create.Origin.Start(
            loop.Telemetry, ActivityNames.CreateFuture, ActivityKind.Server, loop.Telemetry.Tags);
        var node = create.Node.Or(asker);
        if (node is not null && loop.Bounds.Promises.Reserve(node) is { } refusal)
        {
            handling.Failed(refusal);
            Reply(asker, loop.Deliveries.FailureFor(asker, refusal));
            return;
        }

        IActorRef promise;
        try
        {
            var self = Self;
            promise = loop.Promises.Make(loop, new PromiseRequest(asker, node, node is not null
                ? null
                : promise => self.Tell(
                    OwnMessage.Sign(new PromiseCompleted(asker, promise)), ActorRefs.NoSender)));
        }
        catch (Exception e)
        {
            if (node is not null)
                loop.Bounds.Promises.Release(node);
            handling.Failed(e);
            Reply(asker, loop.Deliveries.FailureFor(asker, e));
            return;
        }

        if (node is null && promises.Add(asker, promise) && !HeldForNodes.IsTemporary(asker))
            Context.Watch(asker);
        Reply(asker, new FutureCreated(promise));
    }

    // Through the deliveries, because a Tell to the asker could block the loop.
    private void Reply(IActorRef asker, object reply)
    {
        var self = Self;
        loop.Tell(asker, () => asker.Tell(reply, self));
    }

    /// <summary>Requests a turn, because callbacks wait in the run queue.</summary>
    internal sealed class Wake : OwnMessage, IDeadLetterSuppression
    {
        public static readonly Wake Instance = Sign(new Wake());
    }

    /// <summary>Ends the work of the loop, because the user actors have stopped.</summary>
    internal sealed class Settle : OwnMessage, IDeadLetterSuppression
    {
        public static readonly Settle Instance = Sign(new Settle());
    }

    /// <summary>A promise that was made by message has been completed.</summary>
    private sealed class PromiseCompleted(IActorRef asker, IActorRef promise) : OwnMessage, IDeadLetterSuppression
    {
        public IActorRef Asker => asker;

        public IActorRef Promise => promise;
    }
}
