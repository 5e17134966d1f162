using System.Buffers;
using System.Net.WebSockets;
using Wamp.Protocol;

namespace Wamp.Formats;

/// <summary>How messages look on the wire: a subprotocol of WebSocket.</summary>
internal abstract class WireFormat
{
    /// <summary>How deep lists and dictionaries may lie within each other.</summary>
    public const int MaxDepth = 32;

    private static readonly WireFormat[] All = [new JsonFormat(), new MsgPackFormat()];

    public abstract string Subprotocol { get; }

    /// <summary>The kind of WebSocket message that carries it.</summary>
    public abstract WebSocketMessageType Frames { get; }

    /// <summary>The format of this subprotocol, or null.</summary>
    public static WireFormat? Of(string subprotocol) => Array.Find(All, format => format.Subprotocol == subprotocol);

    /// <exception cref="ProtocolViolationException">The bytes are no message.</exception>
    public abstract Message Read(ReadOnlySpan<byte> bytes);

    public abstract void Write(IBufferWriter<byte> output, Message message);
}
