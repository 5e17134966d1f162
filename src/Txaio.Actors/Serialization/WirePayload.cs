using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>Converts values of users by the serializers that the actor system has for them.</summary>
internal sealed class WirePayload(ExtendedActorSystem system, WireFailure failures)
{
    /// <summary>A value as bytes; null stays null, which is an absent field.</summary>
    /// <exception cref="SerializationException">The value is nested too deep.</exception>
    public Wire.Payload? Write(object? value)
    {
        if (value is null)
            return null;
        try
        {
            WireDepth.Enter();
        }
        catch (InvalidDataException e)
        {
            throw new SerializationException($"A message of Txaio.Actors cannot be sent: {e.Message}.", e);
        }

        try
        {
            if (failures.WriteValue(value) is { } failure)
                return failure;
            var serializer = system.Serialization.FindSerializerFor(value);
            return new Wire.Payload
            {
                SerializerId = serializer.Identifier,
                Manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value),
                Data = UnsafeByteOperations.UnsafeWrap(serializer.ToBinary(value)),
            };
        }
        finally
        {
            WireDepth.Leave();
        }
    }

    /// <summary>The value of an absent field is null.</summary>
    /// <exception cref="InvalidDataException">
    /// The value is nested too deep, or its manifest is too long.
    /// </exception>
    public object? Read(Wire.Payload? payload)
    {
        if (payload is null)
            return null;
        var manifest = WireText.Whole(payload.Manifest, WireText.Manifest, "a payload with a manifest");
        WireDepth.Enter();
        try
        {
            return system.Serialization.Deserialize(payload.Data.ToByteArray(), payload.SerializerId, manifest);
        }
        finally
        {
            WireDepth.Leave();
        }
    }
}
