using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using Google.Protobuf;
using Txaio.Actors.Futures.Failures;
using Txaio.Actors.Guarding;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Serialization;

/// <summary>
/// The wire format of the messages in <c>Txaio.Actors.Messages</c>: Protocol Buffers, with a versioned manifest for
/// each message. Bound in <c>reference.conf</c>, so a node needs the extension started to send and to receive them.
/// </summary>
/// <remarks>
/// Values in a message are serialized by the serializers of their types. Exceptions travel as text and arrive as
/// <see cref="RemoteFailureException"/>: no exception is made from a type's name. The payload of an
/// <see cref="IApplicationFailure"/> is a value. Payloads may be nested 16 deep.
/// Bytes that are no message are logged at error, one line a second for each address, and dropped. Any thread.
/// </remarks>
public sealed class TxaioMessageSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer's identifier in <c>reference.conf</c>, the same on all nodes.</summary>
    internal const int Id = 8471;

    private readonly WireFormat _format;
    private readonly WireReports _reports;

    /// <summary>Made by Akka.</summary>
    /// <param name="system">The actor system whose refs and serializers are used.</param>
    public TxaioMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _format = new WireFormat(system);
        _reports = new WireReports(system, ErrorOf);
    }

    /// <summary>The manifest of a message.</summary>
    /// <param name="o">The message.</param>
    /// <returns>The manifest, with the version of the format.</returns>
    /// <exception cref="ArgumentException">It is no message of this library.</exception>
    public override string Manifest(object o) => WireManifest.Of(o, nameof(o));

    /// <summary>A message as bytes.</summary>
    /// <param name="obj">The message.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">It is no message of this library.</exception>
    /// <exception cref="SerializationException">Messages are nested more than 16 deep.</exception>
    public override byte[] ToBinary(object obj)
    {
        _ = WireManifest.Of(obj, nameof(obj));
        return _format.Write(obj).ToByteArray();
    }

    /// <summary>A message from bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="manifest">The manifest.</param>
    /// <returns>
    /// The message. For unreadable bytes from Akka.Remote: an object that actors and promises ignore. Akka would log an
    /// exception once more for each message.
    /// </returns>
    /// <exception cref="SerializationException">
    /// The manifest is not known, or the bytes are not such a message. The error was logged.
    /// </exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        // Only the outermost message reports an error.
        if (WireDepth.IsNested)
            return _format.Read(bytes, manifest);
        try
        {
            return _format.Read(bytes, manifest);
        }
        catch (Exception e)
        {
            var shown = LogText.Shown(
                WireText.Cut(manifest ?? "null", WireText.LoggedManifest).ReplaceLineEndings(" "));
            var text =
                $"{bytes?.Length ?? 0} bytes with manifest '{shown}' are no message of Txaio.Actors: {ReasonOf(e)}";
            if (SendingNode.Here.Text is { } address)
            {
                _reports.Report(address, $"'{shown}'", text);
                return UnreadMessage.Instance;
            }

            system.EventStream.Publish(ErrorOf(LogText.Of(text)));
            throw new SerializationException(text, e);
        }
    }

    // Without the exception: the sender chooses the length of its text.
    private static Error ErrorOf(object text) =>
        new(null, nameof(TxaioMessageSerializer), typeof(TxaioMessageSerializer), text);

    private static string ReasonOf(Exception e) => e is InvalidDataException
        ? WireText.Cut(FailureText.MessageOf(e), WireText.LoggedReason).ReplaceLineEndings(" ")
        : WireText.Reason(e);
}
