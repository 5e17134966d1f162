using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// A subscriber or watcher of a promise, added by a message of another node. The follower counts towards that node's
/// bound until the promise completes, or the actor or the node ends.
/// </summary>
internal sealed class HeldFollower(PromiseRef promise, IActorRef actor, Address node, bool isSubscriber) : IHeldForNode
{
    // The thread that adds the actor writes this field once; the releasing thread reads it.
    private IActorRef? _guard;
    private int _released;

    /// <summary>
    /// Whether another node subscribed an actor of this node. The promise watches such an actor itself.
    /// </summary>
    public bool IsLocal { get; } = actor is IActorRefScope { IsLocal: true };

    private RemoteBounds Bounds => promise.Future.Loop.Bounds;

    /// <summary>Reserves capacity for the actor.</summary>
    /// <returns>Null when the capacity is reserved; else the refusal.</returns>
    public RemoteBoundException? Reserve() => Bounds.Subscribers.Reserve(node);

    /// <summary>Releases the capacity.</summary>
    public void ReleaseReservation() => Bounds.Subscribers.Release(node);

    /// <summary>Removes the actor from the promise when the actor or its node ends.</summary>
    public void Guard()
    {
        if (IsLocal)
            return;
        var guard = Bounds.Held.GuardOf(node, actor);
        Interlocked.Exchange(ref _guard, guard);
        Bounds.Held.Add(this, guard);
        // The promise may have completed meanwhile.
        if (Volatile.Read(ref _released) != 0)
            Bounds.Held.Remove(this, guard);
    }

    /// <summary>
    /// Releases the capacity and ends the guard. The calling thread has removed this from the promise's table.
    /// </summary>
    public void Release()
    {
        // A full fence: this thread sees the guard, or the adding thread sees the release.
        Interlocked.Exchange(ref _released, 1);
        ReleaseReservation();
        if (Volatile.Read(ref _guard) is { } guard)
            Bounds.Held.Remove(this, guard);
    }

    public void Ended() => promise.Forget(actor, isSubscriber);
}
