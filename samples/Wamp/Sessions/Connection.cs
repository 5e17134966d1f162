using Akka;
using KeepAlive.Frames;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A client's connection. The HTTP request's task receives messages and tells the session's actor.</summary>
/// <param name="socket">Receives and sends messages.</param>
/// <param name="frames">Sends pings and reports frames.</param>
/// <param name="abort">Aborts the connection.</param>
internal sealed class Connection(WampSocket socket, PingStream frames, Action abort)
{
    // So many messages of one peer may wait for the session or the realm. Then the connection reads no more.
    private const int Window = 32;

    public Outbox Outbox => socket.Outbox;

    public PingStream Frames => frames;

    /// <summary>Aborts the connection, without a close frame.</summary>
    public void Abort() => abort();

    /// <summary>Receives until the connection ends, then sends the rest of the outbox.</summary>
    public async Task RunAsync(ITxaio txaio, IActorRef session, TimeSpan closeTimeout)
    {
        var sending = socket.SendAllAsync();
        _ = sending.PipeTo(session, failure: static e => new ConnectionEnded(e.Message, e));
        session.Tell(await ReceiveAsync(txaio, session));
        try
        {
            await sending.WaitAsync(closeTimeout, txaio.Loop.TimeProvider);
        }
        catch (TimeoutException)
        {
            Abort();
        }
    }

    private async Task<ConnectionEnded> ReceiveAsync(ITxaio txaio, IActorRef session)
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

            return new ConnectionEnded("closed by the peer");
        }
        catch (ProtocolViolationException violation)
        {
            session.Tell(new Violated(violation.Message));
            await socket.DrainAsync();
            return new ConnectionEnded(violation.Message);
        }
        catch (Exception e)
        {
            return new ConnectionEnded(e.Message, WampSocket.IsLost(e) ? null : e);
        }
    }
}
