using System.Buffers;
using System.Net.WebSockets;

namespace Wamp.Formats;

/// <summary>Encodes and decodes messages for one subprotocol of WebSocket.</summary>
internal abstract class WireFormat
{
    /// <summary>How deep lists and dictionaries may be nested.</summary>
    public const int MaxDepth = 32;

    private static readonly WireFormat[] All = [new JsonFormat(), new MsgPackFormat()];

    public abstract string Subprotocol { get; }

    /// <summary>The type of the WebSocket messages: text or binary.</summary>
    public abstract WebSocketMessageType Frames { get; }

    /// <summary>The format of this subprotocol; null when the router does not know it.</summary>
    public static WireFormat? Of(string subprotocol) => Array.Find(All, format => format.Subprotocol == subprotocol);

    /// <exception cref="ProtocolViolationException">The bytes are not a valid message.</exception>
    public abstract Message Read(ReadOnlySpan<byte> bytes);

    public abstract void Write(IBufferWriter<byte> output, Message message);
}
