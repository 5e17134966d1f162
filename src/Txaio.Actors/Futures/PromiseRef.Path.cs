using Akka.Actor;

namespace Txaio.Actors;

/// <content>
/// The path: drawn when a table or a comparison first asks for it, and registered when somebody reads it, who may then
/// send it to another node. A table in this process shows it to nobody, so a promise that is only subscribed to,
/// watched or kept in a set here is not registered, and goes as soon as it is let go of. What cannot be told from
/// sending: Akka reads the path to look among a watcher's children, and to compare it with another kind of ref.
/// </content>
internal partial class PromiseRef : IEquatable<IActorRef>
{
    public override ActorPath Path => Volatile.Read(ref _state)?.Path ?? ReadPath();

    private PromiseState NamedState
    {
        get
        {
            var state = State;
            if (!state.HasName)
            {
                // Somebody means to keep it, so somebody waits.
                future.JoinLoop();
                state.DrawName();
            }

            return state;
        }
    }

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => IsSame(other);

    public override bool Equals(object? obj) => IsSame(obj as IActorRef);

    public override int GetHashCode() => NamedState.Hash;

    /// <summary>Can no longer be found. Any thread, and more than once.</summary>
    public void Leave() => State.Unregister();

    // Names are drawn, so no two promises share one; and as long as it has none, nobody else can have it. An Ask's
    // future is its promise, too.
    private bool IsSame(IActorRef? other) =>
        ReferenceEquals(this, other)
        || ReferenceEquals(future, other)
        || (other is not null and not PromiseRef and not IAsk
            && Volatile.Read(ref _state) is { HasName: true } state
            && state.Name.Uid == other.Path.Uid
            && state.Name.Equals(other.Path));

    private ActorPath ReadPath()
    {
        var path = NamedState.Publish(out var leaves);
        if (leaves)
            LeaveLater();
        return path;
    }

    // Not under the state's lock: the timer takes its own, and may start its actor.
    private void LeaveLater()
    {
        if (future.Loop.KeepPromise is not { } keep || !keep(this))
            Leave();
    }
}
