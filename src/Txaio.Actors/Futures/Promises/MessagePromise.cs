using Akka.Actor;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// A promise that an actor requested by message. The promise reserves capacity of its loop, or of the bound for other
/// nodes. A promise for another node ends with the requesting actor or its node. If that actor cannot be watched (for
/// example, the temporary ref of an Ask), the promise has a lifetime.
/// </summary>
internal sealed class MessagePromise(EventLoop loop, Future future, PromiseRequest request)
    : FutureContinuation, IHeldForNode
{
    private DelayedCall _end;
    private IActorRef? _guard;

    /// <summary>
    /// Makes a promise on <paramref name="loop"/>. For another node, the caller has reserved capacity.
    /// </summary>
    /// <param name="loop">The loop.</param>
    /// <param name="request">The request.</param>
    /// <param name="timeouts">Ends the lifetimes.</param>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static IActorRef Make(EventLoop loop, PromiseRequest request, PromiseTimeouts timeouts)
    {
        if (request.Node is null)
            loop.ReserveCapacity();
        else if (!loop.IsOpen)
            throw new LoopTerminatedException(loop.Name);
        var future = new Future<object?>(loop);
        var promise = new MessagePromise(loop, future, request);
        var (node, asker) = (request.Node, request.Asker);
        if (node is null ? HeldForNodes.IsTemporary(asker) : !HeldForNodes.CanBeWatched(node, asker))
            promise._end = timeouts.Start(future);
        if (node is not null)
        {
            future.Promise.SetRequestingNode(node);
            loop.Bounds.Held.Add(promise, promise._guard = loop.Bounds.Held.GuardOf(node, asker));
        }

        future.AddContinuation(promise);
        return future.Ref;
    }

    public override void Run(Future completed)
    {
        _end.Cancel();
        if (request.Node is { } node)
        {
            loop.Bounds.Promises.Release(node);
            loop.Bounds.Held.Remove(this, _guard!);
        }
        else
        {
            loop.ReleaseCapacity();
        }

        request.Completed?.Invoke(completed.Ref);
    }

    public void Ended() => future.Cancel("The actor that asked for the promise has ended, or its node is lost.");
}
