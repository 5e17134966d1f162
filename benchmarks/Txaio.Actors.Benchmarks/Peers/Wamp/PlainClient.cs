using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>
/// A WAMP client that does as little as possible on a <see cref="ClientWebSocket"/>: it writes texts, and reads the
/// numbers of the replies.
/// </summary>
internal sealed class PlainClient : IDisposable
{
    private const int BufferSize = 512;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _outgoing = new byte[BufferSize];
    private readonly byte[] _incoming = new byte[BufferSize];
    private long _lastRequest;

    private PlainClient()
    {
        _socket.Options.AddSubProtocol("wamp.2.json");
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    }

    public static async Task<PlainClient> JoinAsync(Uri router)
    {
        var client = new PlainClient();
        await client._socket.ConnectAsync(router, CancellationToken.None);
        await client.SendAsync("""[1,"realm1",{"roles":{"caller":{},"callee":{}}}]""");
        await client.ExpectAsync(WampCodes.Welcome);
        return client;
    }

    public async Task RegisterAsync(string procedure)
    {
        await SendAsync($$"""[64,1,{},"{{procedure}}"]""");
        await ExpectAsync(WampCodes.Registered);
    }

    /// <summary>Answers each INVOCATION with the sum of its two arguments, until the connection is closed.</summary>
    public async Task ServeAsync()
    {
        while (await ReceiveAsync() is { Code: WampCodes.Invocation } call)
        {
            Utf8.TryWrite(_outgoing, $"[70,{call.Id},{{}},[{call.First + call.Second}]]", out var length);
            await SendAsync(_outgoing.AsMemory(0, length));
        }
    }

    /// <summary>Calls <paramref name="procedure"/> many times, with some calls in flight, and checks each result.
    /// </summary>
    public async Task CallAsync(string procedure, int calls, int inFlight)
    {
        var first = _lastRequest + 1;
        var last = _lastRequest + calls;
        while (_lastRequest < first + inFlight - 1)
            await SendCallAsync(procedure);
        long answered = 0;
        for (var i = 0; i < calls; i++)
        {
            var result = await ExpectAsync(WampCodes.Result);
            BenchmarkFailedException.ThrowUnlessEqual(result.Id + calls, result.First, "result of a call");
            answered += result.Id;
            if (_lastRequest < last)
                await SendCallAsync(procedure);
        }

        BenchmarkFailedException.ThrowUnlessEqual((first + last) * calls / 2, answered, "sum of the ids of results");

        ValueTask SendCallAsync(string procedure)
        {
            var id = ++_lastRequest;
            Utf8.TryWrite(_outgoing, $"[48,{id},{{}},\"{procedure}\",[{id},{calls}]]", out var length);
            return SendAsync(_outgoing.AsMemory(0, length));
        }
    }

    /// <summary>Begins the closing handshake. The receiving method gets the reply.</summary>
    public Task CloseAsync() =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Receives the next message. Null when the router closes the connection.</summary>
    public async ValueTask<WampFrame?> ReceiveAsync()
    {
        var received = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_incoming.AsMemory(received), CancellationToken.None);
            received += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage)
                return WampFrame.Read(_incoming.AsSpan(0, received));
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<WampFrame> ExpectAsync(long code)
    {
        var frame = await ReceiveAsync()
            ?? throw new BenchmarkFailedException("A router closed the connection of a client of P17.");
        BenchmarkFailedException.ThrowUnlessEqual(code, frame.Code, "code of a message");
        return frame;
    }

    private ValueTask SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    private ValueTask SendAsync(ReadOnlyMemory<byte> text) =>
        _socket.SendAsync(text, WebSocketMessageType.Text, true, CancellationToken.None);
}
