using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace KeepAlive.Client;

/// <summary>
/// One connection of the client: answers <c>ping N</c> with <c>pong N</c> until it falls silent, and notes what
/// happens to it.
/// </summary>
internal sealed class ClientConnection(string name) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64];

    // When it falls silent. Written once by the client's main task, read by the receiving one.
    private long _silentFrom = long.MaxValue;
    private volatile bool _closing;
    private int? _unansweredPing;
    private int _answered;
    private ClientEnd _end;
    private long _endedAt;

    /// <summary>The task that receives and answers; ends with the connection.</summary>
    public Task Receiving { get; private set; } = Task.CompletedTask;

    public async Task OpenAsync(Uri server, HttpMessageInvoker invoker, CancellationToken cancellation)
    {
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await _socket.ConnectAsync(new Uri(server, $"?name={name}"), invoker, cancellation);
        Receiving = ReceiveAsync();
    }

    public void FallSilentAt(long timestamp) => Volatile.Write(ref _silentFrom, timestamp);

    /// <summary>Closes with a handshake, if it is still open.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        _closing = true;
        try
        {
            if (!Receiving.IsCompleted)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
            await Receiving.WaitAsync(cancellation);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // It was dropped just then, or the server does not answer; the receiving task says which.
            _socket.Abort();
            await Receiving;
        }
    }

    public ClientConnectionReport Report() => new(
        name,
        _silentFrom == long.MaxValue ? null : _silentFrom,
        _unansweredPing,
        _answered,
        _end,
        _endedAt);

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                await AnswerAsync(Encoding.UTF8.GetString(_buffer, 0, received.Count));
            }

            _end = _closing ? ClientEnd.ClosedByUs : ClientEnd.ClosedByServer;
        }
        catch (WebSocketException)
        {
            _end = ClientEnd.Dropped;
        }

        _endedAt = Stopwatch.GetTimestamp();
    }

    private async ValueTask AnswerAsync(string message)
    {
        var number = int.Parse(message.AsSpan("ping ".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        if (Stopwatch.GetTimestamp() >= Volatile.Read(ref _silentFrom))
        {
            _unansweredPing ??= number;
            return;
        }

        if (_closing)
            return;
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes($"pong {number}").AsMemory(),
            WebSocketMessageType.Text,
            endOfMessage: true,
            CancellationToken.None);
        _answered++;
    }
}
