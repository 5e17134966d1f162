using Akka.Actor;
using Akka.Dispatch.SysMsg;

// Akka.Remote's reader of a connection is known by this name; the tests here have no Akka.Remote.
namespace Akka.Remote;

/// <summary>Hands on system messages in a turn of its own, as Akka.Remote does with those of one other node.</summary>
internal sealed class EndpointReader : UntypedActor
{
    /// <remarks>The addresses stand in the props, where the library reads them.</remarks>
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
