using System.Diagnostics;
using System.Net.WebSockets;
using Akka.Actor;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>What the connections of one server share.</summary>
internal sealed record ConnectionContext(
    ITxaio Txaio, IBatchedTimer Timer, Statistics Statistics, TimeSpan Ping, TimeSpan Timeout, ITxaioLogger Log);

/// <summary>
/// Keeps one connection alive. It always has exactly one call pending at the timer: the next ping, or, once that is
/// sent, the end of patience. Whatever the peer sends cancels the one and arms the other.
/// </summary>
internal sealed class ConnectionActor(Connection connection, ConnectionContext context) : UntypedActor
{
    private readonly ITxaio _txaio = context.Txaio;
    private readonly Statistics _statistics = context.Statistics;
    private readonly EventLoop _loop = context.Txaio.Loop;

    // The ping that is armed or unanswered, and the one call at the timer that belongs to it.
    private int _number;
    private DelayedCall _call;
    private TimeSpan _due;

    // The answer to the ping that was sent last; null while none is awaited.
    private Future<TimeSpan>? _pong;
    private TimeSpan _pinged;
    private long _pingedAt;

    private int _pongs;
    private ConnectionEnd _end = ConnectionEnd.Failed;
    private bool _closing;

    protected override void PreStart()
    {
        _loop.CallSoon(_statistics.Opened);
        context.Log.Info("{Name} opened", connection.Name);
        ArmPing();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PingDue due when due.Number == _number && !_closing:
                Ping();
                break;
            case PongOverdue overdue when overdue.Number == _number && _pong is not null:
                Drop(_pong);
                break;
            case PingDue or PongOverdue:
                // Stale. A call that could not be cancelled any more was in the mailbox already, behind the very
                // message that made it stale: that is why both carry a number.
                break;
            case MessageReceived:
                Alive();
                break;
            case PeerClosed when _closing:
                End(ConnectionEnd.ClosedByServer);
                break;
            case PeerClosed:
                BeginClose(WebSocketCloseStatus.NormalClosure, "");
                _end = ConnectionEnd.ClosedByPeer;
                break;
            case CloseConnection when !_closing:
                BeginClose(WebSocketCloseStatus.EndpointUnavailable, "the server stops");
                _end = ConnectionEnd.ClosedByServer;
                break;
            case CloseSent when _end == ConnectionEnd.ClosedByPeer:
                End(ConnectionEnd.ClosedByPeer);
                break;
            case CloseSent or CloseConnection:
                // The peer's half has to come; or we are closing already.
                break;
            case CloseOverdue:
                End(ConnectionEnd.Lost);
                break;
            case ConnectionLost lost:
                context.Log.Debug("{Name} lost: {Reason}", connection.Name, lost.Cause.Message);
                End(ConnectionEnd.Lost);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // However the actor ends, also by an exception: nothing stays at the timer, nobody waits for a pong, and the
    // socket goes.
    protected override void PostStop()
    {
        StopPinging();
        connection.Release();
        context.Log.Info("{Name} ended: {End}", connection.Name, _end);
        var ended = new ConnectionEnded(connection.Name, _end, _pongs, _number, _pingedAt);
        _loop.CallSoon(_statistics.Ended, ended);
    }

    private void ArmPing()
    {
        _number++;
        _due = _loop.Time + context.Ping;
        _call = context.Timer.CallLater(context.Ping, Self, new PingDue(_number));
    }

    private void Ping()
    {
        _pinged = _loop.Time;
        _pingedAt = Stopwatch.GetTimestamp();
        _loop.CallSoon(_statistics.Pinged, _pinged - _due);

        // The callbacks run on the loop, not in this actor: they may touch what belongs to the loop, the
        // statistics, and must not touch what belongs to the actor.
        _pong = _txaio.CreateFuture<TimeSpan>();
        _txaio.AddCallbacks(_pong, _statistics.Ponged, _statistics.NotPonged);
        _call = context.Timer.CallLater(context.Timeout, Self, new PongOverdue(_number));

        var sending = connection.SendAsync($"ping {_number}");
        if (!sending.IsCompletedSuccessfully)
            sending.PipeTo(Self, failure: static e => new ConnectionLost(e));
    }

    // Whatever the peer sends is life; a pong is only what it sends when it has nothing else to say.
    private void Alive()
    {
        if (_pong is not { } pong)
            return;
        _pong = null;
        _pongs++;
        _call.Cancel();
        _txaio.Resolve(pong, _loop.Time - _pinged);
        ArmPing();
    }

    private void Drop(Future<TimeSpan> pong)
    {
        var reason = new TimeoutException($"no answer to ping {_number} within {context.Timeout.TotalSeconds:0.###} s");
        context.Log.Info("{Name} dropped: {Reason}", connection.Name, reason.Message);
        _pong = null;
        _txaio.Reject(pong, reason);
        End(ConnectionEnd.Dropped);
    }

    private void BeginClose(WebSocketCloseStatus status, string reason)
    {
        _closing = true;
        StopPinging();
        _call = context.Timer.CallLater(KeepAliveSettings.CloseTimeout, Self, CloseOverdue.Instance);
        connection.CloseAsync(status, reason).PipeTo(
            Self, success: static () => CloseSent.Instance, failure: static e => new ConnectionLost(e));
    }

    private void StopPinging()
    {
        _call.Cancel();
        if (_pong is not null)
            _txaio.Cancel(_pong, "the connection ended");
        _pong = null;
    }

    private void End(ConnectionEnd end)
    {
        _end = end;
        Context.Stop(Self);
    }
}
