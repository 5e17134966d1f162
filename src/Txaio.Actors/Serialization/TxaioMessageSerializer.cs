using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Serialization;

/// <summary>
/// The wire format of the messages in <c>Txaio.Actors.Messages</c>: Protocol Buffers, with a versioned manifest for
/// each message. Bound in <c>reference.conf</c>, so a node needs the extension started to send and to receive them.
/// </summary>
/// <remarks>
/// What a user sends in a message travels with whatever serializer it has. Exceptions travel as text and arrive as
/// <see cref="RemoteFailureException"/>: nothing is made from a type's name. Bytes that do not parse are logged at
/// error with their manifest and refused with a <see cref="SerializationException"/>, which Akka.Remote survives.
/// Any thread.
/// </remarks>
public sealed class TxaioMessageSerializer : SerializerWithStringManifest
{
    // Marks an exception that was logged.
    private const string Refused = "Txaio.Actors.Refused";

    private readonly WireFormat _format;

    /// <summary>Made by Akka.</summary>
    /// <param name="system">The actor system whose refs and serializers are used.</param>
    public TxaioMessageSerializer(ExtendedActorSystem system)
        : base(system) => _format = new WireFormat(system);

    /// <summary>The manifest of a message.</summary>
    /// <param name="o">The message.</param>
    /// <returns>The manifest, with the version of the format.</returns>
    /// <exception cref="ArgumentException">It is no message of this library.</exception>
    public override string Manifest(object o) => WireManifest.Of(o);

    /// <summary>A message as bytes.</summary>
    /// <param name="obj">The message.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">It is no message of this library.</exception>
    public override byte[] ToBinary(object obj) => _format.Write(obj).ToByteArray();

    /// <summary>A message from bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="manifest">The manifest.</param>
    /// <returns>The message.</returns>
    /// <exception cref="SerializationException">
    /// The manifest is not known here, or the bytes are not such a message. It was logged at error.
    /// </exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return _format.Read(bytes, manifest);
        }
        catch (Exception e) when (!e.Data.Contains(Refused))
        {
            // A message within messages is one error, of the innermost.
            var error = new SerializationException(
                $"{bytes?.Length ?? 0} bytes with manifest '{Shown(manifest)}' are no message of Txaio.Actors: " +
                e.Message,
                e);
            error.Data[Refused] = true;
            system.EventStream.Publish(
                new Akka.Event.Error(
                    e, nameof(TxaioMessageSerializer), typeof(TxaioMessageSerializer), LogText.Of(error.Message)));
            throw error;
        }
    }

    // A manifest comes from the wire: it can be anything, of any length.
    private static string Shown(string? manifest)
    {
        const int Enough = 64;
        var text = manifest ?? "null";
        return (text.Length <= Enough ? text : text[..Enough] + "...").ReplaceLineEndings(" ");
    }
}
