using Akka.Actor;
using Akka.Dispatch.SysMsg;

// The library knows Akka.Remote's reader of a connection by this name. This project does not reference Akka.Remote.
namespace Akka.Remote;

/// <summary>Delivers system messages in its own turn, as Akka.Remote's reader does for one other node.</summary>
internal sealed class EndpointReader : UntypedActor
{
    /// <remarks>The library reads the addresses from the actor's props.</remarks>
    public EndpointReader(Address own, Address other)
    {
        _ = own;
        _ = other;
    }

    protected override void OnReceive(object message)
    {
        var arrived = (Arrived)message;
        arrived.Target.SendSystemMessage(arrived.Message);
    }

    internal sealed record Arrived(IInternalActorRef Target, ISystemMessage Message) : INoSerializationVerificationNeeded;
}
