using Akka.Actor;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Guarding;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <content>
/// The path. The hash code, as a hash table needs it, draws the name. Reading the path registers the promise, since the
/// reader may send the path to another node. A promise that is only subscribed to, watched or kept in a set of this
/// process is therefore not registered, and is collected when it is released. Akka also reads the path for a watcher's
/// children and for comparisons with other kinds of ref; these reads cannot be distinguished from sending.
/// </content>
internal partial class PromiseRef : IEquatable<IActorRef>
{
    public override ActorPath Path => LogWriters.IsRunning
        ? LogWriters.Nameless(Provider)
        : Volatile.Read(ref _state)?.Path ?? ReadPath();

    private PromiseState NamedState
    {
        get
        {
            var state = State;
            if (!state.HasName)
            {
                // Code that needs the name keeps the ref and waits for the future: the end of the loop rejects it.
                future.RegisterWithLoop();
                state.DrawName();
            }

            return state;
        }
    }

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => IsSame(other);

    public override bool Equals(object? obj) => IsSame(obj as IActorRef);

    public override int GetHashCode() => NamedState.Hash;

    /// <summary>Notes the node that requested the promise: the completed promise is kept for that node.</summary>
    public void SetRequestingNode(Address node) => State.RequestingNode = node;

    /// <summary>Unregisters the path. Any thread, and more than once.</summary>
    public void Unregister() => State.Unregister();

    // Names are random, so no two promises share one. A promise without a name equals no other ref. An Ask's future is
    // equal to its promise, too.
    private bool IsSame(IActorRef? other) =>
        ReferenceEquals(this, other)
        || ReferenceEquals(future, other)
        || (other is not null and not PromiseRef and not IAsk
            && Volatile.Read(ref _state) is { HasName: true } state
            && state.Name.Uid == other.Path.Uid
            && state.Name.Equals(other.Path));

    private ActorPath ReadPath()
    {
        var path = NamedState.Publish(out var expires);
        if (expires)
            UnregisterLater(new KeptOutcome(NamedState.RequestingNode, default));
        return path;
    }

    // Outside of the state's lock: the timer takes its own lock, and may start its actor.
    private void UnregisterLater(KeptOutcome outcome)
    {
        if (!future.Loop.Promises.TryKeep(this, outcome))
            Unregister();
    }
}
