using Akka.Actor;

namespace Txaio.Actors;

/// <summary>A promise that an actor asked for by message. It holds a place of its loop's capacity.</summary>
internal sealed class MessagePromise(EventLoop loop, Action<IActorRef> called) : FutureContinuation
{
    /// <summary>Makes one on <paramref name="loop"/>, and tells <paramref name="called"/> when it is called.</summary>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static IActorRef Make(EventLoop loop, Action<IActorRef> called)
    {
        loop.TakePlace();
        var future = new Future<object?>(loop);
        future.AddContinuation(new MessagePromise(loop, called));
        return future.Ref;
    }

    public override void Run(Future future)
    {
        loop.LeavePlace();
        called(future.Ref);
    }
}
