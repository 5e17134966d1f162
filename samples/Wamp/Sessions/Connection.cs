using Akka;
using Akka.Actor;
using KeepAlive.Frames;
using Txaio.Actors;
using Wamp.Protocol;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A client's connection. The HTTP request's task receives messages and tells the session's actor.</summary>
/// <param name="name">The name in the log.</param>
/// <param name="socket">Receives and sends messages.</param>
/// <param name="frames">Sends pings and reports frames.</param>
/// <param name="abort">Aborts the connection.</param>
internal sealed class Connection(string name, WampSocket socket, PingStream frames, Action abort)
{
    // So many messages of one peer may wait for the session or the realm. Then the connection reads no more.
    private const int Window = 32;

    public string Name => name;

    public Outbox Outbox => socket.Outbox;

    public PingStream Frames => frames;

    /// <summary>Aborts the connection, without a close frame.</summary>
    public void Abort() => abort();

    /// <summary>Receives until the connection ends, then sends the rest of the outbox. Never throws.</summary>
    public async Task RunAsync(ITxaio txaio, IActorRef session, TimeSpan closeTimeout)
    {
        var sending = socket.SendAllAsync();
        var reason = await ReceiveAsync(txaio, session);
        session.Tell(new ConnectionEnded(reason));
        try
        {
            await sending.WaitAsync(closeTimeout, txaio.Loop.TimeProvider);
        }
        catch (TimeoutException)
        {
            Abort();
        }
    }

    private async Task<string> ReceiveAsync(ITxaio txaio, IActorRef session)
    {
        try
        {
            for (var count = 1; await socket.ReceiveAsync() is { } message; count++)
            {
                session.Tell(message);
                // The session passes the promise on to the realm's loop, which routes the earlier messages first.
                if (count % Window == 0)
                    await txaio.Ask<Done>(session, CatchUp.Instance).ConfigureAwait(false);
            }

            return "closed by the peer";
        }
        catch (ProtocolViolationException violation)
        {
            session.Tell(new Violated(violation.Message));
            return await DrainAsync(violation.Message);
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private async Task<string> DrainAsync(string reason)
    {
        try
        {
            await socket.DrainAsync();
        }
        catch (Exception)
        {
            // The reason stays the violation, however the connection ends after it.
        }

        return reason;
    }
}
