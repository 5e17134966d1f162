using Akka.Actor;
using Txaio.Actors;

namespace Testing;

/// <summary>
/// The actor under test: a session that pings its peer after 10 s of silence and closes after 30 s. Its timeouts are
/// in the batched timer "sessions", which may hold the timeouts of a million sessions.
/// </summary>
public sealed class Session : UntypedActor
{
    public static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan CloseAfter = TimeSpan.FromSeconds(30);

    private readonly IActorRef _peer;
    private readonly IBatchedTimer _timer = Context.Txaio().BatchedTimer("sessions");
    private DelayedCall _ping;
    private DelayedCall _close;
    private int _heard;

    public Session(IActorRef peer)
    {
        _peer = peer;
        Heard();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // A timeout may already be in the mailbox when a message before it makes it stale.
            case PingDue due when due.Heard == _heard:
                _peer.Tell("ping");
                break;
            case CloseDue due when due.Heard == _heard:
                _peer.Tell("closed");
                Context.Stop(Self);
                break;
            case string:
                Heard();
                break;
        }
    }

    protected override void PostStop() => Cancel();

    private void Heard()
    {
        Cancel();
        _heard++;
        _ping = _timer.CallLater(PingAfter, Self, new PingDue(_heard));
        _close = _timer.CallLater(CloseAfter, Self, new CloseDue(_heard));
    }

    private void Cancel()
    {
        _ping.Cancel();
        _close.Cancel();
    }

    private sealed record PingDue(int Heard);

    private sealed record CloseDue(int Heard);
}
