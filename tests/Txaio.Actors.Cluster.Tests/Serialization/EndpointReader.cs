using Akka.Actor;

// The library knows Akka.Remote's reader of a connection by this name. Akka's own class is internal.
namespace Akka.Remote;

/// <summary>Runs code in its own turn, as Akka.Remote's reader runs serializers for one other node.</summary>
internal sealed class EndpointReader : UntypedActor
{
    /// <remarks>The library reads the addresses from the actor's props.</remarks>
    public EndpointReader(Address own, Address other)
    {
        _ = own;
        _ = other;
    }

    protected override void OnReceive(object message) => ((Run)message).Work();

    internal sealed record Run(Action Work) : INoSerializationVerificationNeeded;
}
