using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net.WebSockets;
using Akka.Actor;
using KeepAlive.Frames;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KeepAlive.Server;

/// <summary>
/// One WebSocket and its name. The connection's actor pings, closes and drops it. The task of the HTTP request opens
/// the WebSocket, receives, and tells the actor.
/// </summary>
internal sealed class Connection(string name, HttpContext http, bool restartOnAnyTraffic) : IFrameObserver
{
    // Received data only counts as a sign of life, so a message need not fit into the buffer.
    private const int ReceiveBufferSize = 128;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef _actor = ActorRefs.Nobody;
    private WebSocket _socket = null!;
    private PingStream _frames = null!;
    private Task _closeSent = Task.CompletedTask;
    private bool _peerGone;

    // The ping that waits for an answer. The actor sets it; the receiving task takes it when a frame answers the ping.
    // So the actor is told once for each ping, however much the peer sends.
    private AwaitedPing? _awaited;

    public string Name => name;

    /// <summary>
    /// Opens the WebSocket, receives until the peer has gone in any way, and tells the actor. Never throws. The task
    /// ends when the actor has released the connection.
    /// </summary>
    public async Task RunAsync(IActorRef actor)
    {
        _actor = actor;
        try
        {
            _socket = await http.WebSockets.AcceptWebSocketAsync();
            _frames = PingUpgrade.StreamOf(http);
            _frames.Observer = this;
            Tell(Opened.Instance);
            Tell(await ReceiveAsync());
            await _frames.DrainAsync();
            _peerGone = true;
            Tell(PeerGone.Instance);
        }
        catch (Exception e)
        {
            Tell(new ConnectionLost(e));
        }

        await _released.Task;
        _socket?.Dispose();
    }

    /// <summary>Sends a ping frame with the number and random bytes. Only the actor calls.</summary>
    public Task PingAsync(int number, int size)
    {
        var payload = new byte[size];
        Random.Shared.NextBytes(payload);
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        Volatile.Write(ref _awaited, new AwaitedPing(number, payload));
        return _frames.PingAsync(payload);
    }

    /// <summary>Sends our half of the closing handshake. Only the actor calls.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason) =>
        _closeSent = _socket.CloseOutputAsync(status, reason, CancellationToken.None);

    /// <summary>
    /// Sends a close frame that names the peer's violation, unless the WebSocket has sent one. Only the actor calls.
    /// </summary>
    public Task RefuseAsync(ProtocolViolation violation) =>
        _closeSent = _frames.CloseAsync(violation.Status, violation.Reason);

    /// <summary>
    /// Ends our side of the connection after the close frame: the peer reads the close frame, and then the end. Closing
    /// the whole connection would reset the connection of a peer that still sends, and the close frame could be lost.
    /// </summary>
    public async Task EndOutputAsync()
    {
        await _closeSent;
        try
        {
            http.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is closed already; the receiving task tells the actor.
        }
    }

    /// <summary>Called at the actor's end: ends the request, and with it the connection.</summary>
    public void Release()
    {
        // The connection of a peer that has not gone is cut: a silent peer would not take part in a handshake.
        if (!_peerGone)
            http.Abort();
        _released.TrySetResult();
    }

    void IFrameObserver.Pong(ReadOnlySpan<byte> payload)
    {
        if (Volatile.Read(ref _awaited) is { } ping
            && payload.SequenceEqual(ping.Payload)
            && Interlocked.CompareExchange(ref _awaited, null, ping) == ping)
        {
            Tell(new PongReceived(ping.Number));
        }
    }

    void IFrameObserver.Traffic()
    {
        if (restartOnAnyTraffic && Interlocked.Exchange(ref _awaited, null) is { } ping)
            Tell(new TrafficReceived(ping.Number));
    }

    private async Task<object> ReceiveAsync()
    {
        var buffer = new byte[ReceiveBufferSize];
        try
        {
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType
                != WebSocketMessageType.Close)
            {
            }

            return PeerClosed.Instance;
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.Faulted)
        {
            // The stream below the WebSocket checks everything but the text, which only the WebSocket checks.
            return new ProtocolViolated(_frames.Violation
                ?? new ProtocolViolation(WebSocketCloseStatus.InvalidPayloadData, "a text that is not UTF-8"));
        }
    }

    private void Tell(object message) => _actor.Tell(message, ActorRefs.NoSender);

    private sealed record AwaitedPing(int Number, byte[] Payload);
}
