using System.Buffers;
using System.Net.WebSockets;
using Wamp.Formats;

namespace Wamp.Transport;

/// <summary>A WebSocket that carries WAMP messages, for router and client. One task receives, another sends.</summary>
internal sealed class WampSocket(WebSocket socket, WireFormat format, Limits limits)
{
    private const int BufferSize = 4096;
    private const int KeptBufferSize = 64 * 1024;

    private ArrayBufferWriter<byte> _incoming = new(BufferSize);

    public Outbox Outbox { get; } = new(limits);

    /// <summary>Receives the next message. Null when the peer closes the connection.</summary>
    /// <exception cref="ProtocolViolationException">The peer sent something that is not a valid message.</exception>
    public async Task<Message?> ReceiveAsync()
    {
        _incoming = Emptied(_incoming);
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(_incoming.GetMemory(BufferSize), CancellationToken.None)
                .ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            _incoming.Advance(part.Count);
            if (_incoming.WrittenCount > limits.MessageSize)
                throw new ProtocolViolationException($"a message of more than {limits.MessageSize} bytes");
        }
        while (!part.EndOfMessage);

        return part.MessageType == format.Frames
            ? format.Read(_incoming.WrittenSpan)
            : throw new ProtocolViolationException(
                $"{format.Subprotocol} has messages of type {format.Frames}, not {part.MessageType}");
    }

    /// <summary>Receives and discards messages until the connection ends, in any way.</summary>
    public async Task DrainAsync()
    {
        var buffer = new byte[BufferSize];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false))
                .MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (IsLost(e))
        {
        }
    }

    /// <summary>Sends the messages of the outbox until it is completed, then closes. When the connection fails, ends
    /// without an exception: the receiving task reports the failure.</summary>
    public async Task SendAllAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(BufferSize);
        try
        {
            while (await Outbox.WaitAsync().ConfigureAwait(false))
            {
                while (Outbox.TryTake(out var message))
                {
                    format.Write(buffer, message);
                    await socket.SendAsync(buffer.WrittenMemory, format.Frames, true, CancellationToken.None)
                        .ConfigureAwait(false);
                    Outbox.Sent(message);
                    buffer = Emptied(buffer);
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsLost(e))
        {
        }
        finally
        {
            Outbox.Complete();
        }
    }

    /// <summary>Whether the peer, the network or an abort has ended the connection.</summary>
    public static bool IsLost(Exception e) =>
        e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;

    // A buffer that has grown for a large message is replaced, so that its memory is freed.
    private static ArrayBufferWriter<byte> Emptied(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > KeptBufferSize)
            return new ArrayBufferWriter<byte>(BufferSize);
        buffer.ResetWrittenCount();
        return buffer;
    }
}
