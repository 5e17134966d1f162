using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Txaio.Actors.Futures.Asking;

/// <content>
/// The future as the actor that the target replies to. The future takes a plain reply itself. For its path, its
/// watchers and other messages it makes its promise, which is equal to it.
/// </content>
internal sealed partial class AskFuture<T> : IInternalActorRef
{
    bool IActorRefScope.IsLocal => true;

    ActorPath IActorRef.Path => Promise.Path;

    IInternalActorRef IInternalActorRef.Parent => Promise.Parent;

    IActorRefProvider IInternalActorRef.Provider => Promise.Provider;

    [Obsolete("Obsolete in Akka.")]
    bool IInternalActorRef.IsTerminated => Promise.IsTerminated;

    void ICanTell.Tell(object message, IActorRef sender)
    {
        if (!TryAcceptValue(message))
            Promise.Tell(message, sender);
    }

    void IInternalActorRef.SendSystemMessage(ISystemMessage message) => Promise.SendSystemMessage(message);

    [Obsolete("Obsolete in Akka.")]
    void IInternalActorRef.SendSystemMessage(ISystemMessage message, IActorRef sender) =>
        Promise.SendSystemMessage(message);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Promise.GetChild(name);

    void IInternalActorRef.Start()
    {
    }

    void IInternalActorRef.Stop() => Promise.Stop();

    void IInternalActorRef.Suspend()
    {
    }

    void IInternalActorRef.Resume(Exception causedByFailure)
    {
    }

    void IInternalActorRef.Restart(Exception cause)
    {
    }

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => Promise.ToSurrogate(system);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => Promise.CompareTo(other);

    int IComparable.CompareTo(object? obj) => Promise.CompareTo(obj);

    // Not the interface's default for refs: that is Akka's, and reads both paths.
    bool IEquatable<IActorRef>.Equals(IActorRef? other) => Equals((object?)other);

    /// <remarks>The hash code of a ref: Akka keeps refs in sets.</remarks>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is IActorRef && Promise.Equals(obj));

    public override int GetHashCode() => Promise.GetHashCode();
}
