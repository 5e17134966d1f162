using System.Reflection;
using Akka.Actor.Internal;
using Google.Protobuf;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>The size of a message on the wire, in bytes. It does not take part in the equality of messages.</summary>
/// <remarks>
/// Akka.Remote's reader has the bytes of one message, with its addresses, as the message that it handles now. So the
/// size is known whatever serializer reads them.
/// </remarks>
internal readonly struct WireSize(int bytes) : IEquatable<WireSize>
{
    // The reader's message is an object of a package that this one does not reference.
    private static PropertyInfo? s_payload;

    /// <summary>The size of the message that this thread reads from the wire; 0 for code that reads none.</summary>
    public static WireSize Here => SendingNode.Here.Address is null
        ? default
        : new WireSize(BytesOf(InternalCurrentActorCellKeeper.Current?.CurrentMessage) ?? -1);

    /// <summary>The bytes; 0 for a message of this process.</summary>
    /// <param name="unknown">The bytes of one that may have come from another node and was not measured.</param>
    public int Counted(int unknown) => bytes < 0 ? unknown : bytes;

    /// <summary>The bytes; <paramref name="unknown"/> for a message that no reader of this node has measured.</summary>
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
