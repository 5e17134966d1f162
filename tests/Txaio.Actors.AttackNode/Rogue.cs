using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Txaio.Actors.AttackNode;

/// <summary>Any bytes, under a manifest and the id of the library's serializer.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Bytes">The bytes.</param>
public record Rogue(string Manifest, byte[] Bytes)
{
    /// <summary>The settings with which this node sends the bytes instead of having the library's serializer.</summary>
    public static readonly string Hocon =
        $$"""
        akka.extensions = []
        akka.actor {
          serializers {
            rogue = "{{typeof(RogueSerializer).AssemblyQualifiedName}}"
            durable-rogue = "{{typeof(DurableRogueSerializer).AssemblyQualifiedName}}"
          }
          serialization-bindings {
            "{{typeof(Rogue).AssemblyQualifiedName}}" = rogue
            "{{typeof(DurableRogue).AssemblyQualifiedName}}" = durable-rogue
          }
        }
        """;

    public Rogue(string manifest, string text)
        : this(manifest, Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>Nested messages of the manifest <c>resolve/1</c>. Each message is the payload of the next.</summary>
    /// <param name="depth">The number of messages.</param>
    /// <param name="innermost">The innermost message.</param>
    /// <param name="wrapped">Whether every second message is inside an <c>Identify</c> of Akka.</param>
    public static Rogue Nested(int depth, byte[] innermost, bool wrapped = false)
    {
        var bytes = innermost;
        for (var i = 0; i < depth; i++)
        {
            bytes = wrapped && i % 2 == 1
                // Akka's Identify { Payload { message, serializerId, messageManifest } }, with its id and manifest.
                ? Resolve(16, "ID", Field(1, [.. Field(1, bytes), .. Number(2, 8471), .. Field(3, "resolve/1"u8)]))
                : Resolve(8471, "resolve/1", bytes);
        }

        return new Rogue("resolve/1", bytes);
    }

    /// <summary>Failures within failures: <c>reject/1</c>, each the payload of the next.</summary>
    /// <param name="depth">How many.</param>
    /// <param name="innermost">The data of the innermost payload.</param>
    public static Rogue NestedFailures(int depth, byte[] innermost)
    {
        byte[] failure = [.. Field(2, "failed"u8), .. Field(4, [.. Number(1, 1), .. Field(3, innermost)])];
        for (var i = 0; i < depth; i++)
        {
            failure =
            [
                .. Field(2, "failed"u8),
                .. Field(4, [.. Number(1, 8471), .. Field(2, "failure/1"u8), .. Field(3, failure)]),
            ];
        }

        return new Rogue("reject/1", Field(1, failure));
    }

    /// <summary>A failure under a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="text">The type's name, the message and the stack text.</param>
    public static Rogue Failure(string manifest, string text = "failed")
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] failure = [.. Field(1, utf8), .. Field(2, utf8), .. Field(3, utf8)];
        return new Rogue(manifest, manifest == "reject/1" ? Field(1, failure) : failure);
    }

    /// <summary>A value of any serializer and manifest, as that of a <c>resolve/1</c>.</summary>
    /// <param name="serializer">The serializer's id.</param>
    /// <param name="manifest">The value's manifest.</param>
    /// <param name="data">The value's bytes.</param>
    public static Rogue Payload(int serializer, string manifest, byte[] data) =>
        new("resolve/1", Resolve(serializer, manifest, data));

    private static byte[] Resolve(int serializer, string manifest, byte[] data) =>
        Field(1, [.. Number(1, serializer), .. Field(2, Encoding.UTF8.GetBytes(manifest)), .. Field(3, data)]);

    private static byte[] Number(int field, int number) => [(byte)(field << 3), .. Varint(number)];

    private static byte[] Field(int field, ReadOnlySpan<byte> bytes) =>
        [(byte)((field << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static IEnumerable<byte> Varint(int number)
    {
        for (; number > 0x7F; number >>= 7)
            yield return (byte)(number | 0x80);
        yield return (byte)number;
    }

    /// <summary>Writes the bytes.</summary>
    /// <param name="system">The actor system.</param>
    public class RogueSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 8471;

        public override string Manifest(object o) => ((Rogue)o).Manifest;

        public override byte[] ToBinary(object obj) => ((Rogue)obj).Bytes;

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }

    /// <summary>Writes the bytes under the id of the durable timers' serializer.</summary>
    /// <param name="system">The actor system.</param>
    public sealed class DurableRogueSerializer(ExtendedActorSystem system) : RogueSerializer(system)
    {
        public override int Identifier => 8472;
    }
}

/// <summary>Any bytes, under a manifest and the id of the durable timers' serializer.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record DurableRogue(string Manifest, byte[] Bytes) : Rogue(Manifest, Bytes);
