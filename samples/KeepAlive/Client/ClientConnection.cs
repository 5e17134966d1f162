using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace KeepAlive.Client;

/// <summary>
/// One connection of the client: a plain WebSocket, which answers pings until the client falls silent. Records the
/// events of the connection.
/// </summary>
internal sealed class ClientConnection(string name) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64];

    private WireTap? _wire;
    private long? _silentFrom;
    private volatile bool _closing;
    private ClientEnd _end;
    private long _endedAt;

    /// <summary>The task that receives; ends with the connection.</summary>
    public Task Receiving { get; private set; } = Task.CompletedTask;

    public async Task OpenAsync(Uri server, CancellationToken cancellation)
    {
        // Unsolicited pongs would be signs of life of a silent client.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var invoker = new HttpMessageInvoker(
            new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync });
        await _socket.ConnectAsync(new Uri(server, $"?name={name}"), invoker, cancellation);
        Receiving = ReceiveAsync();
    }

    public void FallSilentAt(long timestamp)
    {
        _silentFrom = timestamp;
        _wire?.FallSilentAt(timestamp);
    }

    /// <summary>Closes the connection with a handshake, if it is still open.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        _closing = true;
        _wire?.Wake();
        try
        {
            if (!Receiving.IsCompleted)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
            await Receiving.WaitAsync(cancellation);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // The server has dropped the connection meanwhile or does not answer; the receiving task records which.
            _socket.Abort();
            await Receiving;
        }
    }

    public ClientConnectionReport Report() =>
        new(name, _silentFrom, _wire?.UnansweredPing, _wire?.Answered ?? 0, _end, _endedAt);

    public void Dispose() => _socket.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return _wire = new WireTap(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while ((await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None)).MessageType
                != WebSocketMessageType.Close)
            {
            }

            _end = _closing ? ClientEnd.ClosedByUs : ClientEnd.ClosedByServer;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _end = ClientEnd.Dropped;
        }

        _endedAt = Stopwatch.GetTimestamp();
    }
}
