using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// A subscriber or watcher of a promise that another node sent. It takes a place of that node until the promise
/// completes, or the actor or the node ends.
/// </summary>
internal sealed class HeldFollower(PromiseRef promise, IActorRef actor, Address node, bool isSubscriber) : IHeldForNode
{
    // The thread that added the actor sets it once; the releasing thread takes it.
    private IActorRef? _guard;
    private int _released;

    /// <summary>
    /// Whether it is an actor of this node, which another one has subscribed. The promise watches such a one itself.
    /// </summary>
    public bool IsLocal { get; } = actor is IActorRefScope { IsLocal: true };

    private RemoteBounds Bounds => promise.Future.Loop.Bounds;

    /// <summary>Takes the place.</summary>
    /// <returns>Null; or the refusal, and no place is taken then.</returns>
    public RemoteBoundException? TakePlace() => Bounds.Subscribers.Take(node);

    /// <summary>Gives the place back.</summary>
    public void GivePlace() => Bounds.Subscribers.Give(node);

    /// <summary>Lets it end with the actor, or with the node.</summary>
    public void Guard()
    {
        if (IsLocal)
            return;
        var guard = Bounds.Held.GuardOf(node, actor);
        Interlocked.Exchange(ref _guard, guard);
        Bounds.Held.Add(this, guard);
        // The promise may have completed in between.
        if (Volatile.Read(ref _released) != 0)
            Bounds.Held.Remove(this, guard);
    }

    /// <summary>Gives the place back. The calling thread has removed this from the promise's table.</summary>
    public void Release()
    {
        // A full fence: either this thread sees the guard, or the adding thread sees the release.
        Interlocked.Exchange(ref _released, 1);
        GivePlace();
        if (Volatile.Read(ref _guard) is { } guard)
            Bounds.Held.Remove(this, guard);
    }

    public void Ended() => promise.Forget(actor, isSubscriber);
}
