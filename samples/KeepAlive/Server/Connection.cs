using System.Net.WebSockets;
using System.Text;
using Akka.Actor;

namespace KeepAlive.Server;

/// <summary>
/// One WebSocket and its name. Its actor sends, closes and drops; a task of its own receives and tells the actor.
/// </summary>
internal sealed class Connection(string name, WebSocket socket, Action abortRequest)
{
    // Whatever comes counts as life and is not kept, so it need not fit.
    private const int ReceiveBufferSize = 64;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _sent = Task.CompletedTask;

    public string Name => name;

    /// <summary>Completes when the actor is done with the socket.</summary>
    public Task Released => _released.Task;

    /// <summary>Receives until the socket ends, in whatever way. Tells the actor; never throws.</summary>
    public async Task ReceiveAsync(IActorRef actor)
    {
        var buffer = new byte[ReceiveBufferSize];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                if (received.EndOfMessage)
                    actor.Tell(MessageReceived.Instance, ActorRefs.NoSender);
            }

            actor.Tell(PeerClosed.Instance, ActorRefs.NoSender);
        }
        catch (Exception e)
        {
            actor.Tell(new ConnectionLost(e), ActorRefs.NoSender);
        }
    }

    /// <summary>Sends a text after those before it: a WebSocket takes one at a time. Only the actor calls.</summary>
    public Task SendAsync(string text) => _sent = AfterAsync(_sent, () => socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));

    /// <summary>Sends our half of the closing handshake, after what was sent before. Only the actor calls.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason) => _sent = AfterAsync(
        _sent, () => socket.CloseOutputAsync(status, reason, CancellationToken.None));

    /// <summary>The actor is done: the request ends, and the socket with it.</summary>
    public void Release()
    {
        // Without a finished handshake the connection is cut: a silent peer would not take part in one.
        if (socket.State != WebSocketState.Closed)
        {
            socket.Abort();
            abortRequest();
        }

        _released.TrySetResult();
    }

    private static async Task AfterAsync(Task before, Func<Task> send)
    {
        await before;
        await send();
    }
}
