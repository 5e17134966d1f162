using Akka.Actor;
using Google.Protobuf;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>Converts the messages of calls by the serializers that the actor system has for them.</summary>
internal sealed class CallPayload(ExtendedActorSystem system)
{
    /// <summary>A message as bytes.</summary>
    public Wire.Payload Write(object message)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        return new Wire.Payload
        {
            SerializerId = serializer.Identifier,
            Manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message),
            Data = UnsafeByteOperations.UnsafeWrap(serializer.ToBinary(message)),
        };
    }

    /// <summary>The message.</summary>
    /// <exception cref="Exception">No serializer here reads it.</exception>
    public object Read(Wire.Payload payload) =>
        system.Serialization.Deserialize(payload.Data.ToByteArray(), payload.SerializerId, payload.Manifest);
}
