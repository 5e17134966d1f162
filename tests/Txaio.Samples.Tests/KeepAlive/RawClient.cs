using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>A WebSocket client that sends raw bytes, so that it can break the protocol.</summary>
internal sealed class RawClient : IDisposable
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);

    /// <summary>The request that opens a WebSocket, in good order.</summary>
    public static string Request { get; } = string.Join(
        "\r\n",
        "GET /?name=raw HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "",
        "");

    public static async Task<RawClient> OpenAsync(Uri server)
    {
        var client = await ConnectAsync(server);
        var answer = await client.RequestAsync(Request);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer);
        return client;
    }

    public static async Task<RawClient> ConnectAsync(Uri server)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(server.Host, server.Port, client._limit.Token);
        return client;
    }

    /// <summary>A frame as a client sends it, masked.</summary>
    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool final = true)
    {
        var frame = new List<byte> { (byte)((final ? 0x80 : 0) | opcode) };
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        switch (payload.Length)
        {
            case <= 125:
                frame.Add((byte)(0x80 | payload.Length));
                break;
            case <= ushort.MaxValue:
                frame.Add(0x80 | 126);
                frame.AddRange(length[6..]);
                break;
            default:
                frame.Add(0x80 | 127);
                frame.AddRange(length);
                break;
        }

        byte[] mask = [0x11, 0x22, 0x33, 0x44];
        frame.AddRange(mask);
        for (var i = 0; i < payload.Length; i++)
            frame.Add((byte)(payload[i] ^ mask[i % 4]));
        return [.. frame];
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _limit.Token)..];
    }

    /// <summary>Sends a request and reads the head of the response.</summary>
    public async Task<string> RequestAsync(string request)
    {
        await SendAsync(Encoding.ASCII.GetBytes(request));
        var answer = new StringBuilder();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            answer.Append((char)(await ReadAsync(1))[0]);
        return answer.ToString();
    }

    /// <summary>Reads one frame, which is short and not masked as a server's control frames are.</summary>
    public async Task<(int Opcode, byte[] Payload)> FrameAsync()
    {
        var header = await ReadAsync(2);
        Assert.Equal(0x80, header[0] & 0xF0);
        Assert.InRange(header[1], 0, 125);
        return (header[0] & 0x0F, await ReadAsync(header[1]));
    }

    /// <summary>Reads a ping.</summary>
    /// <returns>Its payload.</returns>
    public async Task<byte[]> PingAsync()
    {
        var (opcode, payload) = await FrameAsync();
        Assert.Equal(Ping, opcode);
        return payload;
    }

    /// <summary>Reads a ping and sends its pong.</summary>
    public async Task AnswerAsync() => await SendAsync(Frame(Pong, await PingAsync()));

    /// <summary>Reads the next frame that is not a ping; sends no pong.</summary>
    public async Task<(int Opcode, byte[] Payload)> FrameAfterPingsAsync()
    {
        while (true)
        {
            var frame = await FrameAsync();
            if (frame.Opcode != Ping)
                return frame;
        }
    }

    /// <summary>Reads a close frame, and then the end of the connection, which is no reset.</summary>
    public async Task<int> ClosedAsync()
    {
        var (opcode, payload) = await FrameAfterPingsAsync();
        Assert.Equal(Close, opcode);
        await EndAsync();
        return BinaryPrimitives.ReadUInt16BigEndian(payload);
    }

    /// <summary>Waits for the end of the connection; throws when it is a reset or when there is more to read.</summary>
    public async Task EndAsync() =>
        Assert.Equal(0, await _socket.ReceiveAsync(new byte[1], SocketFlags.None, _limit.Token));

    public void Dispose()
    {
        _socket.Dispose();
        _limit.Dispose();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await _socket.ReceiveAsync(bytes.AsMemory(read), SocketFlags.None, _limit.Token);
            read += more > 0 ? more : throw new EndOfStreamException("the server closed the connection");
        }

        return bytes;
    }
}
