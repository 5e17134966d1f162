using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// The supervisor as the system guardian's termination hook: another ref of the same path, so that the guardian's death
/// watch and the sender of the hook's answer are the supervisor's own.
/// </summary>
/// <remarks>
/// With <c>akka.actor.serialize-messages</c> Akka serializes what an actor is told, and Akka has no binding for its own
/// hook messages: where <c>allow-unregistered-types</c> is off they would reach neither the guardian nor the
/// supervisor.
/// In an envelope that Akka takes for a scheduled message they are told as they are.
/// </remarks>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path.
internal sealed class TerminationRef(IInternalActorRef supervisor, IActorRef guardian) : MinimalActorRef
#pragma warning restore MA0097
{
    public override ActorPath Path => supervisor.Path;

    public override IActorRefProvider Provider => supervisor.Provider;

    /// <summary>Has the guardian tell the supervisor when the last user actor has stopped, and wait then.</summary>
    public void Register() => guardian.Tell(new AsItIs(RegisterTerminationHook.Instance), this);

    /// <summary>Lets the guardian continue.</summary>
    public void Done() => guardian.Tell(new AsItIs(TerminationHookDone.Instance), this);

    public override void SendSystemMessage(ISystemMessage message) => supervisor.SendSystemMessage(message);

    protected override void TellInternal(object message, IActorRef sender) =>
        supervisor.Tell(new AsItIs(message), sender);

    private sealed class AsItIs(object message) : IScheduledTellMsg
    {
        public object Message => message;
    }
}
