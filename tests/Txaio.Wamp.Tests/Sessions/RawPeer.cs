using System.Net.WebSockets;
using System.Text;
using Txaio.Samples.Tests;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>A client that sends any bytes over a real socket.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<RawPeer> ConnectAsync(Uri router, string subprotocol = "wamp.2.json")
    {
        var peer = new RawPeer();
        peer._socket.Options.AddSubProtocol(subprotocol);
        // The client's own pings are off: the tests are about the router's pings.
        peer._socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await peer._socket.ConnectAsync(router, Limit());
        return peer;
    }

    /// <summary>Connects a client and joins the realm <c>realm1</c>.</summary>
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

    /// <summary>The next message, as text. Null when the router closes or aborts the connection.</summary>
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

    // Long enough for a busy machine. No test waits until it has passed.
    private static CancellationToken Limit() => new CancellationTokenSource(SampleProcess.Patience).Token;
}
