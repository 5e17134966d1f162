using System.Reflection;
using Akka.Actor.Internal;
using Google.Protobuf;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>The size of a message on the wire, in bytes. It does not take part in the equality of messages.</summary>
/// <remarks>
/// The current message of Akka.Remote's reader has the bytes of the message that it reads, with the addresses. So the
/// size is known with any serializer.
/// </remarks>
internal readonly struct WireSize(int bytes) : IEquatable<WireSize>
{
    // By reflection: Akka.Remote, which this package does not reference, defines the reader's message.
    private static PropertyInfo? s_payload;

    /// <summary>The size of the message that this thread reads from the wire; 0 for code that reads none.</summary>
    public static WireSize Here => SendingNode.Here.Address is null
        ? default
        : new WireSize(BytesOf(InternalCurrentActorCellKeeper.Current?.CurrentMessage) ?? -1);

    /// <summary>The bytes; 0 for a message of this process.</summary>
    /// <param name="unknown">Returned for a message of another node without a known size.</param>
    public int Counted(int unknown) => bytes < 0 ? unknown : bytes;

    /// <summary>The bytes; <paramref name="unknown"/> for a message without a known size.</summary>
    public int Or(int unknown) => bytes > 0 ? bytes : unknown;

    public bool Equals(WireSize other) => true;

    public override bool Equals(object? obj) => obj is WireSize;

    public override int GetHashCode() => 0;

    private static int? BytesOf(object? message)
    {
        if (message is null)
            return null;
        var payload = Volatile.Read(ref s_payload);
        if (payload?.DeclaringType != message.GetType())
            Volatile.Write(ref s_payload, payload = message.GetType().GetProperty("Payload"));
        return payload?.GetValue(message) is ByteString { Length: > 0 } read ? read.Length : null;
    }
}
