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
internal sealed class Connection(string name, HttpContext http, KeepAliveSettings settings) : IFrameObserver
{
    // Received data only counts as a sign of life, so a message need not fit into the buffer.
    private const int ReceiveBufferSize = 128;

    // The number of no ping: the first ping has number 1.
    private const int None = 0;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef _actor = ActorRefs.Nobody;
    private WebSocket _socket = null!;
    private PingStream _frames = null!;
    private Task _closeSent = Task.CompletedTask;
    private bool _peerGone;
    private Task _pingSent = Task.CompletedTask;

    // The number of the ping that waits for an answer, and its payload. The actor sets the number after the payload; the
    // receiving task takes the number when a frame answers the ping. So the actor is told once for each ping, however
    // much the peer sends, and reuses the payload then.
    private int _awaited;
    private byte[] _payload = new byte[settings.PingSize];

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
    public Task PingAsync(int number)
    {
        // A ping that waits behind another frame keeps its payload. Other traffic may have answered that ping.
        if (!_pingSent.IsCompleted)
            _payload = new byte[settings.PingSize];
        Random.Shared.NextBytes(_payload);
        BinaryPrimitives.WriteInt32BigEndian(_payload, number);
        Volatile.Write(ref _awaited, number);
        return _pingSent = _frames.PingAsync(_payload);
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
        var number = Volatile.Read(ref _awaited);
        if (number == None || !payload.SequenceEqual(_payload))
            return;
        Volatile.Write(ref _awaited, None);
        Tell(new PongReceived(number));
    }

    void IFrameObserver.Traffic()
    {
        var number = Volatile.Read(ref _awaited);
        if (number == None || !settings.RestartOnAnyTraffic)
            return;
        Volatile.Write(ref _awaited, None);
        Tell(new TrafficReceived(number));
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
}
