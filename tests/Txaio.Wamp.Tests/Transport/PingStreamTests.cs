using System.IO.Pipelines;
using System.Net.WebSockets;
using CsCheck;
using KeepAlive.Frames;
using Txaio.Samples.Tests;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Transport;

/// <summary>The stream under a server's WebSocket, against a WebSocket of .NET as its client.</summary>
public sealed class PingStreamTests : IDisposable
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 125).Select(static i => (byte)i)];

    // A text, masked with zeros.
    private static readonly byte[] First = [0x81, 0x85, 0, 0, 0, 0, .. "first"u8];

    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Ping_waits_until_the_frame_that_is_being_written_is_whole()
    {
        using var written = new MemoryStream();
        await using var stream = new PingStream(written);
        byte[] frame = [0x82, 0x7E, 0x00, 0x80, .. new byte[128]];

        var pings = new List<Task>();
        for (var i = 0; i < frame.Length; i++)
        {
            await stream.WriteAsync(frame.AsMemory(i, 1));
            if (i is 0 or 2 or 60)
            {
                pings.Add(stream.PingAsync(new byte[] { (byte)i }));
                Assert.False(pings[^1].IsCompleted);
            }
        }

        await Task.WhenAll(pings).WaitAsync(_limit.Token);
        var bytes = written.ToArray();
        Assert.Equal(frame, bytes[..frame.Length]);
        Assert.Equal(
            ["890100", "890102", "89013C"],
            bytes[frame.Length..].Chunk(3).Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task Pings_and_messages_from_many_threads_are_whole_frames()
    {
        var output = new Pipe();
        await using var stream = new PingStream(output.Writer.AsStream());
        using var socket = WebSocket.CreateFromStream(stream, isServer: true, null, Timeout.InfiniteTimeSpan);
        var pongs = 0;
        var reader = new FrameReader(masked: false, (opcode, payload) =>
        {
            Assert.Equal(Opcode.Ping, opcode);
            Assert.True(payload.SequenceEqual(Payload));
            pongs++;
        });
        var reading = Task.Run(async () =>
        {
            await foreach (var part in PartsAsync(output.Reader))
                Assert.Equal(part.Length, reader.Read(part));
        });

        await Task.WhenAll(
            PingsAsync(), PingsAsync(), PingsAsync(),
            Task.Run(async () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    await socket.SendAsync(
                        new byte[i * 7], WebSocketMessageType.Binary, endOfMessage: i % 3 == 0, _limit.Token);
                }
            }));
        await output.Writer.CompleteAsync();
        await reading.WaitAsync(_limit.Token);

        Assert.Null(reader.Violation);
        Assert.True(reader.IsBetweenFrames);
        Assert.Equal(3000, pongs);

        Task PingsAsync() => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
                await stream.PingAsync(Payload);
        });
    }

    [Fact]
    public async Task Nothing_is_written_after_a_close_frame()
    {
        using var written = new MemoryStream();
        await using var stream = new PingStream(written);
        await stream.CloseAsync(WebSocketCloseStatus.ProtocolError, "no");

        await stream.PingAsync(Payload);
        await stream.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        await stream.WriteAsync(new byte[] { 0x81, 0x00 });

        Assert.Equal("880403EA6E6F", Convert.ToHexString(written.ToArray()));
    }

    [Fact]
    public async Task Ping_is_not_written_after_the_WebSocket_has_closed()
    {
        using var written = new MemoryStream();
        await using var stream = new PingStream(written);
        using var socket = WebSocket.CreateFromStream(stream, isServer: true, null, Timeout.InfiniteTimeSpan);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _limit.Token);

        await stream.PingAsync(Payload);

        Assert.Equal("880203E8", Convert.ToHexString(written.ToArray()));
    }

    [Fact]
    public async Task Write_that_fails_fails_the_pings_that_wait_for_it()
    {
        await using var stream = new PingStream(new FailingStream());
        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[] { 0x82 }).AsTask());

        await Assert.ThrowsAsync<IOException>(() => stream.PingAsync(Payload).WaitAsync(_limit.Token));
    }

    [Fact]
    public async Task Message_before_a_violation_is_received() => await Gen.Int[1, 20].SampleAsync(
        async piece =>
        {
            byte[] bytes = [.. First, 0x83, 0x80, 0, 0, 0, 0];
            await using var stream = new PingStream(new PiecesStream(bytes, piece));
            using var socket = WebSocket.CreateFromStream(stream, isServer: true, null, Timeout.InfiniteTimeSpan);
            var buffer = new byte[100];

            var received = await socket.ReceiveAsync(buffer, _limit.Token);
            Assert.Equal("first"u8, buffer.AsSpan(0, received.Count));
            var error = await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(buffer, _limit.Token));

            Assert.Equal(WebSocketError.Faulted, error.WebSocketErrorCode);
            Assert.Equal(
                new ProtocolViolation(WebSocketCloseStatus.ProtocolError, "opcode 3"), stream.Violation);
        },
        iter: 50);

    private static async IAsyncEnumerable<byte[]> PartsAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            foreach (var part in result.Buffer)
                yield return part.ToArray();
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                yield break;
        }
    }

    private sealed class FailingStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken");
    }

    /// <summary>Gives its bytes in pieces of one length, as a network may.</summary>
    private sealed class PiecesStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
