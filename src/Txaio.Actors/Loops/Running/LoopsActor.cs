using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;

namespace Txaio.Actors.Loops.Running;

/// <summary><c>/system/txaio/loops</c>: the parent of the loops' actors.</summary>
internal sealed class LoopsActor(IEnumerable<EventLoop> loops) : OwnActor
{
    protected override void PreStart()
    {
        foreach (var loop in loops)
        {
            var promises = new LoopPromises();
            loop.Started(GuardedRef.Attach(
                Self,
                ActorProducer<LoopActor>.Props(() => new LoopActor(loop, promises)).WithDispatcher(loop.Dispatcher),
                loop.Name));
        }
    }

    protected override void Handle(object message)
    {
        if (message is ConfirmStarted)
            Sender.Tell(new Status.Success(null), Self);
        else
            Unhandled(message);
    }

    /// <summary>Asks whether the loops have started. The reply is a success, once every loop has its actor.</summary>
    internal sealed class ConfirmStarted : OwnMessage
    {
        public static readonly ConfirmStarted Instance = Sign(new ConfirmStarted());
    }
}
