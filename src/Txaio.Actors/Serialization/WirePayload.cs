using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>What users send, with the serializer that the actor system has for it.</summary>
internal sealed class WirePayload(ExtendedActorSystem system)
{
    /// <summary>A value as bytes; null stays null, which is an absent field.</summary>
    public Wire.Payload? Write(object? value)
    {
        if (value is null)
            return null;
        // Messages may be in messages, as deep as a stranger likes.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var serializer = system.Serialization.FindSerializerFor(value);
        return new Wire.Payload
        {
            SerializerId = serializer.Identifier,
            Manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value),
            Data = UnsafeByteOperations.UnsafeWrap(serializer.ToBinary(value)),
        };
    }

    /// <summary>The value of an absent field is null.</summary>
    public object? Read(Wire.Payload? payload)
    {
        if (payload is null)
            return null;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return system.Serialization.Deserialize(payload.Data.ToByteArray(), payload.SerializerId, payload.Manifest);
    }
}
