using System.Diagnostics;
using System.Net.WebSockets;
using Akka.Actor;
using KeepAlive.Frames;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>The objects that the connections of one server share.</summary>
internal sealed record ConnectionContext(
    ITxaio Txaio, IBatchedTimer Timer, Statistics Statistics, KeepAliveSettings Settings, ITxaioLogger Log);

/// <summary>
/// Keeps one connection alive. An open connection has exactly one call pending at the timer: the next ping or, once the
/// ping is sent, its timeout. The pong cancels the timeout and arms the next ping.
/// </summary>
internal sealed class ConnectionActor(Connection connection, ConnectionContext context) : UntypedActor
{
    private readonly ITxaio _txaio = context.Txaio;
    private readonly KeepAliveSettings _settings = context.Settings;
    private readonly Statistics _statistics = context.Statistics;
    private readonly EventLoop _loop = context.Txaio.Loop;

    // The number of the ping that is armed or unanswered, and the ping's call at the timer.
    private int _number;
    private DelayedCall _call;
    private TimeSpan _due;

    // The answer to the ping that was sent last; null while none is awaited.
    private Future<TimeSpan>? _pong;
    private TimeSpan _pinged;
    private long _pingedAt;

    private int _pongs;
    private bool _opened;
    private bool _serverStops;
    private bool _closing;
    private ConnectionEnd _end = ConnectionEnd.Failed;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened:
                Open();
                break;
            case PingDue due when due.Number == _number && !_closing:
                Ping();
                break;
            case PongReceived received when received.Number == _number && _pong is not null:
                Alive(_pong);
                break;
            case TrafficReceived received when received.Number == _number && _pong is not null:
                Restart(_pong);
                break;
            case PongOverdue overdue when overdue.Number == _number && _pong is not null:
                Drop(_pong);
                break;
            case PingDue or PongOverdue or PongReceived or TrafficReceived:
                // Stale, as its number shows. The message of a call can be in the mailbox already when a message before
                // it makes the call stale; the call cannot be cancelled then.
                break;
            case PeerClosed:
                PeerCloses();
                break;
            case ProtocolViolated violated:
                Refuse(violated.Violation);
                break;
            case CloseConnection:
                _serverStops = true;
                if (_opened && !_closing)
                    CloseForStop();
                break;
            case PeerGone or CloseOverdue:
                End(_end);
                break;
            case ConnectionLost lost:
                context.Log.Debug("{Name} lost: {Reason}", connection.Name, lost.Cause.Message);
                End(_closing ? _end : ConnectionEnd.Lost);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Runs at any end of the actor, also after an exception: the call at the timer is cancelled, no promise waits for a
    // pong, and the socket is closed.
    protected override void PostStop()
    {
        StopPinging();
        connection.Release();
        if (!_opened)
            return;
        context.Log.Info("{Name} ended: {End}", connection.Name, _end);
        var ended = new ConnectionEnded(connection.Name, _end, _pongs, _number, _pingedAt);
        _loop.CallSoon(_statistics.Ended, ended);
    }

    private void Open()
    {
        _opened = true;
        _loop.CallSoon(_statistics.Opened);
        context.Log.Info("{Name} opened", connection.Name);
        if (_serverStops)
            CloseForStop();
        else
            ArmPing();
    }

    private void ArmPing()
    {
        _number++;
        _due = _loop.Time + _settings.Ping;
        _call = context.Timer.CallLater(_settings.Ping, Self, new PingDue(_number));
    }

    private void Ping()
    {
        _pinged = _loop.Time;
        _pingedAt = Stopwatch.GetTimestamp();
        _loop.CallSoon(_statistics.Pinged, _pinged - _due);

        // The callbacks run on the loop, not in this actor: they may use the loop's
        // statistics, and must not use the actor's fields.
        _pong = _txaio.CreateFuture<TimeSpan>();
        _txaio.AddCallbacks(_pong, _statistics.Ponged, _statistics.NotPonged);
        _call = context.Timer.CallLater(_settings.Timeout, Self, new PongOverdue(_number));
        LostIfFailed(connection.PingAsync(_number));
    }

    private void Alive(Future<TimeSpan> pong)
    {
        _pong = null;
        _pongs++;
        _call.Cancel();
        _txaio.Resolve(pong, _loop.Time - _pinged);
        ArmPing();
    }

    // The peer has sent other traffic, so it lives, and its pong is no longer awaited.
    private void Restart(Future<TimeSpan> pong)
    {
        _pong = null;
        _call.Cancel();
        _txaio.Cancel(pong, "other traffic came first");
        ArmPing();
    }

    private void Drop(Future<TimeSpan> pong)
    {
        var reason = new TimeoutException($"no answer to ping {_number} within {_settings.Timeout.TotalSeconds:0.###} s");
        context.Log.Info("{Name} dropped: {Reason}", connection.Name, reason.Message);
        _pong = null;
        _txaio.Reject(pong, reason);
        End(ConnectionEnd.Dropped);
    }

    private void CloseForStop()
    {
        // Counts as lost unless the peer replies.
        BeginClose(ConnectionEnd.Lost);
        LostIfFailed(connection.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the server stops"));
    }

    private void PeerCloses()
    {
        if (_closing)
        {
            _end = ConnectionEnd.ClosedByServer;
        }
        else
        {
            BeginClose(ConnectionEnd.ClosedByPeer);
            _ = connection.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        }

        LostIfFailed(connection.EndOutputAsync());
    }

    private void Refuse(ProtocolViolation violation)
    {
        context.Log.Info(
            "{Name} refused with {Status}: it sent {Reason}", connection.Name, (int)violation.Status, violation.Reason);
        if (!_closing)
            BeginClose(ConnectionEnd.Refused);
        _ = connection.RefuseAsync(violation);
        LostIfFailed(connection.EndOutputAsync());
    }

    // The peer has CloseTimeout to take part in the end of the connection.
    private void BeginClose(ConnectionEnd end)
    {
        _closing = true;
        _end = end;
        StopPinging();
        _call = context.Timer.CallLater(KeepAliveSettings.CloseTimeout, Self, CloseOverdue.Instance);
    }

    private void StopPinging()
    {
        _call.Cancel();
        if (_pong is not null)
            _txaio.Cancel(_pong, "the connection ended");
        _pong = null;
    }

    private void LostIfFailed(Task sending)
    {
        if (!sending.IsCompletedSuccessfully)
            sending.PipeTo(Self, failure: static e => new ConnectionLost(e));
    }

    private void End(ConnectionEnd end)
    {
        _end = end;
        Context.Stop(Self);
    }
}
