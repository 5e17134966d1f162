using Akka;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A client's connection. The HTTP request's task receives messages. It tells them to the session's actor, and
/// from WELCOME to GOODBYE posts them to the realm.</summary>
/// <param name="socket">Receives and sends messages.</param>
/// <param name="frames">Sends pings and reports frames.</param>
/// <param name="abort">Aborts the connection.</param>
internal sealed class Connection(WampSocket socket, PingStream frames, Action abort)
{
    /// <summary>So many messages of one peer may wait for the realm. Then the connection reads no more.</summary>
    public const int Window = 32;

    private volatile Peer? _member;

    public Outbox Outbox => socket.Outbox;

    public PingStream Frames => frames;

    /// <summary>The session's actor sets the peer before it sends WELCOME, and null when the session ends.</summary>
    public Peer? Member
    {
        set => _member = value;
    }

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
            while (await socket.ReceiveAsync() is { } message)
            {
                var member = message is Goodbye ? null : _member;
                if (member is null)
                    session.Tell(message);
                else
                    member.Post(message);
                // The message after a GOODBYE must find that the session has ended. A session passes the promise on to
                // the realm's loop, which routes the earlier messages first.
                if (member is null || member.Waiting >= Window)
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
