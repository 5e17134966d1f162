using Akka.Actor;

namespace Txaio.Actors;

/// <summary><c>/system/txaio/loops</c>: the parent of the loops' actors.</summary>
internal sealed class LoopsActor(IEnumerable<EventLoop> loops) : UntypedActor
{
    protected override void PreStart()
    {
        foreach (var loop in loops)
        {
            var promises = new LoopPromises();
            loop.Started(Context.ActorOf(
                ActorProducer<LoopActor>.Props(() => new LoopActor(loop, promises)).WithDispatcher(loop.Dispatcher),
                loop.Name));
        }
    }

    protected override void OnReceive(object message)
    {
        if (message is AreYouStarted)
            Sender.Tell(new Status.Success(null), Self);
        else
            Unhandled(message);
    }

    /// <summary>Answered with success once every loop has its actor.</summary>
    internal sealed class AreYouStarted : INoSerializationVerificationNeeded
    {
        public static readonly AreYouStarted Instance = new();
    }
}
