using System.Net.WebSockets;
using System.Text;
using Txaio.Samples.Tests;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>A client that sends what it likes over a real socket.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<RawPeer> ConnectAsync(Uri router, string subprotocol = "wamp.2.json")
    {
        var peer = new RawPeer();
        peer._socket.Options.AddSubProtocol(subprotocol);
        // Its own pings are off: the router's are what is tried.
        peer._socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await peer._socket.ConnectAsync(router, Limit());
        return peer;
    }

    /// <summary>One that has joined.</summary>
    public static async Task<RawPeer> JoinAsync(Uri router)
    {
        var peer = await ConnectAsync(router);
        await peer.SendAsync("""[1,"realm1",{"roles":{"caller":{}}}]""");
        Assert.StartsWith("[2,", await peer.ReceiveAsync(), StringComparison.Ordinal);
        return peer;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true) =>
        _socket.SendAsync(bytes, type, isEnd, Limit());

    /// <summary>The next message, as text; null when the router closes or cuts the connection off.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, Limit());
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                bytes.AddRange(buffer.AsSpan(0, part.Count));
                if (part.EndOfMessage)
                    return Encoding.UTF8.GetString([.. bytes]);
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await Task.CompletedTask;
    }

    // Long enough for a busy machine; nothing waits for it to pass.
    private static CancellationToken Limit() => new CancellationTokenSource(SampleProcess.Patience).Token;
}
