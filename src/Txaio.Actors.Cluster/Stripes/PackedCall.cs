using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>A pending call in one array. A million generated objects would take three times the memory.</summary>
/// <param name="Bytes">The lengths of key and target, the key, the target's name, the message.</param>
/// <param name="Form">The rest, which many calls share.</param>
/// <param name="Due">When the call is due, in milliseconds since 1970.</param>
internal readonly record struct PackedCall(byte[] Bytes, CallForm Form, long Due)
{
    private const int Head = 4;

    /// <summary>Packs a call.</summary>
    public static PackedCall Of(string key, long due, Target target, Payload message)
    {
        var (form, name) = Split(target, message);
        var (keyLength, nameLength) = (Encoding.UTF8.GetByteCount(key), Encoding.UTF8.GetByteCount(name));
        var bytes = GC.AllocateUninitializedArray<byte>(Head + keyLength + nameLength + message.Data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)keyLength));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), checked((ushort)nameLength));
        Encoding.UTF8.GetBytes(key, bytes.AsSpan(Head));
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(Head + keyLength));
        message.Data.Span.CopyTo(bytes.AsSpan(Head + keyLength + nameLength));
        return new PackedCall(bytes, form, due);
    }

    /// <summary>A call from a store.</summary>
    /// <exception cref="InvalidDataException">The lengths in the bytes are wrong, or a text is no UTF-8.</exception>
    public static PackedCall Checked(byte[] bytes, CallForm form, long due)
    {
        if (bytes.Length < Head || MessageStart(bytes) > bytes.Length)
            throw new InvalidDataException($"{bytes.Length} bytes are no call: they are fewer than their lengths say");
        // A key with replaced characters would not be found again.
        var key = KeyOf(bytes);
        if (!Utf8.IsValid(key) || !Utf8.IsValid(bytes.AsSpan((Head + key.Length)..MessageStart(bytes))))
            throw new InvalidDataException("the key or the target of a call is no UTF-8");
        return new PackedCall(bytes, form, due);
    }

    /// <summary>The key in UTF-8.</summary>
    public static ReadOnlySpan<byte> KeyOf(byte[] bytes) =>
        bytes.AsSpan(Head, BinaryPrimitives.ReadUInt16LittleEndian(bytes));

    /// <summary>The call of which <see cref="Of"/> made this one.</summary>
    public StoredCall Unpack()
    {
        var key = KeyOf(Bytes);
        var end = MessageStart(Bytes);
        return new StoredCall
        {
            Key = Encoding.UTF8.GetString(key),
            Due = Due,
            Target = Form.TargetNamed(Encoding.UTF8.GetString(Bytes.AsSpan((Head + key.Length)..end))),
            Message = new Payload
            {
                SerializerId = Form.SerializerId,
                Manifest = Form.Manifest,
                // The array is never written again, so the message needs no copy of it.
                Data = UnsafeByteOperations.UnsafeWrap(Bytes.AsMemory(end)),
            },
        };
    }

    private static int MessageStart(byte[] bytes) => Head
        + BinaryPrimitives.ReadUInt16LittleEndian(bytes)
        + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2));

    // Calls to the children of one actor have the start of the path in common.
    private static (CallForm Form, string Name) Split(Target target, Payload message)
    {
        var (id, manifest) = (message.SerializerId, message.Manifest);
        if (target.KindCase == Target.KindOneofCase.Shard)
            return (new CallForm(target.Shard.Type, null, id, manifest), target.Shard.EntityId);
        var path = target.Actor;
        var name = path.LastIndexOf('/') + 1;
        return (new CallForm(null, path[..name], id, manifest), path[name..]);
    }
}
