using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// A pending call in one array: the lengths of key and target, the key, the entity id or the actor path, the message.
/// A million generated objects would take three times the memory.
/// </summary>
internal static class CallBytes
{
    private const int Head = 4;

    /// <summary>The bytes of a call; its form holds the rest.</summary>
    public static byte[] Write(StoredCall call)
    {
        var target = call.Target.KindCase == Target.KindOneofCase.Shard
            ? call.Target.Shard.EntityId
            : call.Target.Actor;
        var (keyLength, targetLength) = (Encoding.UTF8.GetByteCount(call.Key), Encoding.UTF8.GetByteCount(target));
        var bytes = GC.AllocateUninitializedArray<byte>(Head + keyLength + targetLength + call.Message.Data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)keyLength));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), checked((ushort)targetLength));
        Encoding.UTF8.GetBytes(call.Key, bytes.AsSpan(Head));
        Encoding.UTF8.GetBytes(target, bytes.AsSpan(Head + keyLength));
        call.Message.Data.Span.CopyTo(bytes.AsSpan(Head + keyLength + targetLength));
        return bytes;
    }

    /// <summary>The form of a call.</summary>
    public static CallForm FormOf(StoredCall call) =>
        new(call.Target.Shard?.Type, call.Message.SerializerId, call.Message.Manifest);

    /// <summary>The key in UTF-8.</summary>
    public static ReadOnlySpan<byte> KeyOf(byte[] bytes) =>
        bytes.AsSpan(Head, BinaryPrimitives.ReadUInt16LittleEndian(bytes));

    /// <summary>The call of which <see cref="Write"/> and <see cref="FormOf"/> made bytes and form.</summary>
    public static StoredCall Read(byte[] bytes, CallForm form, long due)
    {
        var key = KeyOf(bytes);
        var end = Head + key.Length + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2));
        var target = Encoding.UTF8.GetString(bytes.AsSpan(Head + key.Length, end - Head - key.Length));
        return new StoredCall
        {
            Key = Encoding.UTF8.GetString(key),
            Due = due,
            Target = form.ShardType is { } type
                ? new Target { Shard = new Shard { Type = type, EntityId = target } }
                : new Target { Actor = target },
            Message = new Payload
            {
                SerializerId = form.SerializerId,
                Manifest = form.Manifest,
                // The array is never written again, so the message needs no copy of it.
                Data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(end)),
            },
        };
    }
}
