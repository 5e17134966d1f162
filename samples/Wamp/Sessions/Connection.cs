using Akka;
using Akka.Actor;
using KeepAlive.Frames;
using Txaio.Actors;
using Wamp.Protocol;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A client's connection: the task of its request receives and tells the session's actor.</summary>
/// <param name="name">For the log.</param>
/// <param name="socket">What messages come and go through.</param>
/// <param name="frames">What pings go through.</param>
/// <param name="abort">Cuts the connection off.</param>
internal sealed class Connection(string name, WampSocket socket, PingStream frames, Action abort)
{
    // So many messages of one peer may wait for the session or the realm. Then the peer has to wait.
    private const int Window = 32;

    public string Name => name;

    public Outbox Outbox => socket.Outbox;

    public PingStream Frames => frames;

    /// <summary>Cuts the connection off.</summary>
    public void Abort() => abort();

    /// <summary>Receives until the connection ends, in whatever way, and sends the rest. Never throws.</summary>
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
                // The promise travels with the question: through the session to the realm's loop, which keeps it.
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
            // The violation is the reason; how the peer left after that does not matter.
        }

        return reason;
    }
}
