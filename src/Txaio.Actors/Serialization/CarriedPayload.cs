using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Actor.Internal;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Takes the payload of a failure through Akka's serialization of exceptions, which sends the cause of a
/// <c>Status.Failure</c>. The payload is in it as bytes: Akka would drop the whole message for a payload that cannot be
/// read.
/// </summary>
internal static class CarriedPayload
{
    private const string Field = "TxaioPayload";

    /// <summary>Adds the payload of <paramref name="failure"/>.</summary>
    public static void Add(SerializationInfo info, Exception failure)
    {
        var (payload, problem) = FailurePayload.Of(failure);
        if (payload is null && problem is null)
            return;
        var said = System is { } system
            ? new WireFailure(system).WritePayload(payload, problem)
            : new Wire.RemoteFailure { PayloadProblem = "no actor system wrote it" };
        info.AddValue(Field, said.ToByteArray());
    }

    /// <summary>Reads the payload, or why there is none.</summary>
    public static (object? Payload, string? Problem) Read(SerializationInfo info)
    {
        foreach (var entry in info)
        {
            if (entry.Name != Field)
                continue;
            if (System is not { } system)
                return (null, "no actor system read it");
            try
            {
                return new WireFailure(system).ReadPayload(Wire.RemoteFailure.Parser.ParseFrom((byte[])entry.Value!));
            }
            catch (Exception e)
            {
                return (null, $"it could not be read here: {WireText.Reason(e)}");
            }
        }

        return (null, null);
    }

    // Akka.Remote writes and reads in actors. Other code that serializes sets the information for refs.
    private static ExtendedActorSystem? System
    {
        get
        {
            if (InternalCurrentActorCellKeeper.Current is { } cell)
                return (ExtendedActorSystem)cell.System;
            try
            {
                return Akka.Serialization.Serialization.GetCurrentTransportInformation().System as ExtendedActorSystem;
            }
            catch (Exception)
            {
                // There is no such information.
                return null;
            }
        }
    }
}
