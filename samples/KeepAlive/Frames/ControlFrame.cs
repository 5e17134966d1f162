using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace KeepAlive.Frames;

/// <summary>Makes control frames as a server sends them: whole and not masked.</summary>
internal static class ControlFrame
{
    public const int HeaderLength = 2;

    /// <summary>A frame with this payload.</summary>
    public static byte[] Of(int opcode, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, Opcode.MaxControlPayload);
        var frame = new byte[HeaderLength + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)payload.Length;
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>A close frame.</summary>
    public static byte[] Close(WebSocketCloseStatus status, string reason)
    {
        var payload = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(sizeof(ushort)));
        return Of(Opcode.Close, payload);
    }
}
