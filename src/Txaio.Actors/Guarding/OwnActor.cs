using System.Reflection;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The base class of all actors of the library. An actor handles the library's internal messages only if this process
/// made them. A restart keeps its state and children: <see cref="ActorProducer{TActor}"/> returns the same instance.
/// Only a bug or a message of another node causes a restart.
/// </summary>
internal abstract class OwnActor : UntypedActor
{
    private static readonly Assembly Library = typeof(OwnActor).Assembly;

    private static IActorRefProvider Provider => ((ExtendedActorSystem)Context.System).Provider;

    /// <inheritdoc/>
    public sealed override void AroundPreStart()
    {
        base.AroundPreStart();
        (Self as GuardedRef)?.Started();
    }

    protected sealed override void OnReceive(object message)
    {
        if (message is OwnMessage own ? own.IsOurs : !IsOfLibrary(message.GetType()))
            Handle(message);
        else
            Refuse(message);
    }

    /// <summary>
    /// Handles an internal message of this process, a public message of the library, or a foreign message.
    /// </summary>
    protected abstract void Handle(object message);

    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <remarks>Akka clears the behavior, and expects the constructor of a new instance to set it.</remarks>
    protected override void PostRestart(Exception reason) => Become(OnReceive);

    /// <remarks>
    /// Replaces the sender: Akka logs the sender's path, which may contain the name of an Ask on another node.
    /// </remarks>
    protected override void Unhandled(object message)
    {
        if (message is Terminated)
            base.Unhandled(message);
        else
            Context.System.EventStream.Publish(new UnhandledMessage(message, NamelessSender.Of(Sender, Provider), Self));
    }

    /// <summary>Refuses a message: marks it unhandled and reports it.</summary>
    protected void Refuse(object message)
    {
        Unhandled(message);
        Refusals.Of(Context.System).Report(message.GetType(), Self, Sender.Path.Address);
    }

    // Refuses internal types that do not derive from OwnMessage as well: a forgotten base class must not open a hole.
    private static bool IsOfLibrary(Type type) => type.Assembly == Library && !type.IsVisible;
}
