using Akka.Actor;
using Txaio.Actors.Cluster.Deliveries;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Reads stored calls for callers. Any thread.</summary>
internal static class CallReader
{
    /// <summary>The call with its message, which the message's serializer reads.</summary>
    public static DurableCall Read(ExtendedActorSystem system, StoredCall call) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(call.Due),
        CallTargets.Public(call.Target),
        new CallPayload(system).Read(call.Message));
}
