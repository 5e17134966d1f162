using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Reads stored calls for callers. Any thread.</summary>
internal static class CallReader
{
    /// <summary>The call with its message, which the message's serializer reads.</summary>
    public static DurableCall Read(ActorSystem system, StoredCall call)
    {
        CallTarget target = call.Target.KindCase == Target.KindOneofCase.Shard
            ? new ShardTarget(call.Target.Shard.Type, call.Target.Shard.EntityId)
            : new ActorTarget(call.Target.Actor);
        var message = system.Serialization.Deserialize(
            call.Message.Data.ToByteArray(), call.Message.SerializerId, call.Message.Manifest);
        return new DurableCall(DateTimeOffset.FromUnixTimeMilliseconds(call.Due), target, message);
    }
}
