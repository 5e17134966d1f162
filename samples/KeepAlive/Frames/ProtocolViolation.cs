using System.Net.WebSockets;
using System.Text.Unicode;

namespace KeepAlive.Frames;

/// <summary>How the peer broke the protocol.</summary>
/// <param name="Status">The code of the close frame.</param>
/// <param name="Reason">The reason in the close frame; at most 123 bytes, the room that a close frame has.</param>
internal sealed record ProtocolViolation(WebSocketCloseStatus Status, string Reason)
{
    /// <summary>RFC 6455, section 5.5.1: no payload, or a code and a reason in UTF-8.</summary>
    public static ProtocolViolation? OfClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return null;
        if (payload.Length == 1)
            return Error("a close frame with half a code");
        var code = (payload[0] << 8) | payload[1];
        if (code is not (>= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999))
            return Error($"a close frame with code {code}");
        return Utf8.IsValid(payload[2..])
            ? null
            : new(WebSocketCloseStatus.InvalidPayloadData, "a close frame whose reason is not UTF-8");
    }

    public static ProtocolViolation Error(string reason) => new(WebSocketCloseStatus.ProtocolError, reason);
}
