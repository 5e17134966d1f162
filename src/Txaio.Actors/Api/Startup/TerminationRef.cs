using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// The supervisor as the system guardian's termination hook. This ref has the supervisor's path, so the guardian
/// watches the supervisor, and the hook's reply comes from the supervisor. See docs/adr/0009-termination-hook.md.
/// </summary>
/// <remarks>
/// With <c>akka.actor.serialize-messages</c> Akka serializes every message, and has no binding for its own hook
/// messages. Where <c>allow-unregistered-types</c> is off, these would reach neither the guardian nor the supervisor.
/// Akka does not serialize scheduled messages, so this ref wraps the hook messages as such.
/// </remarks>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path.
internal sealed class TerminationRef(IInternalActorRef supervisor, IActorRef guardian) : MinimalActorRef
#pragma warning restore MA0097
{
    public override ActorPath Path => supervisor.Path;

    public override IActorRefProvider Provider => supervisor.Provider;

    /// <summary>
    /// Registers the hook: once the last user actor has stopped, the guardian tells the supervisor and waits.
    /// </summary>
    public void Register() => guardian.Tell(new Unserialized(RegisterTerminationHook.Instance), this);

    /// <summary>Lets the guardian continue.</summary>
    public void Done() => guardian.Tell(new Unserialized(TerminationHookDone.Instance), this);

    public override void SendSystemMessage(ISystemMessage message) => supervisor.SendSystemMessage(message);

    protected override void TellInternal(object message, IActorRef sender) =>
        supervisor.Tell(new Unserialized(message), sender);

    private sealed class Unserialized(object message) : IScheduledTellMsg
    {
        public object Message => message;
    }
}
