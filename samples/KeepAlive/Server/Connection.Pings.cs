using System.Buffers.Binary;
using System.Diagnostics;
using KeepAlive.Frames;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// Pings and timeouts. An open connection has exactly one call pending at the timer: the next ping or, once the ping is
/// sent, its timeout. The pong cancels the timeout and arms the next ping.
/// </summary>
internal sealed partial class Connection
{
    private static readonly Action<Connection> RunCall = static connection => connection.RunPendingCall();

    private DelayedCall _call;
    private Action<Connection>? _callback;

    // The number of the ping that is armed or unanswered, and when it is due.
    private int _number;
    private TimeSpan _due;

    // The frame of the last ping. Each ping of the connection uses the same bytes.
    private byte[] _ping = [];
    private Task _pingSent = Task.CompletedTask;
    private bool _awaitsPong;
    private TimeSpan _pinged;
    private long _pingedAt;
    private int _pongs;

    private void ArmPing()
    {
        _number++;
        _due = _all.Loop.Time + _all.Settings.Ping;
        CallLater(_all.Settings.Ping, static connection => connection.Ping());
    }

    private void Ping()
    {
        CallLater(_all.Settings.Timeout, static connection => connection.Drop());
        _pinged = _all.Loop.Time;
        _pingedAt = Stopwatch.GetTimestamp();
        _all.Statistics.Pinged(_pinged - _due);
        _awaitsPong = true;
        // The peer lives by other traffic, but has not taken the last ping yet. The answer to that one will do.
        if (!_pingSent.IsCompleted)
            return;
        WritePing();
        _pingSent = Send(_ping);
    }

    // The number shows in a trace of the network which ping this is; the rest is random.
    private void WritePing()
    {
        if (_ping.Length == 0)
            _ping = ControlFrame.Of(Opcode.Ping, new byte[_all.Settings.PingSize]);
        var payload = _ping.AsSpan(ControlFrame.HeaderLength);
        Random.Shared.NextBytes(payload);
        BinaryPrimitives.WriteInt32BigEndian(payload, _number);
    }

    private void PongReceived(ReadOnlySpan<byte> payload)
    {
        if (!_awaitsPong || !payload.SequenceEqual(_ping.AsSpan(ControlFrame.HeaderLength)))
            return;
        _awaitsPong = false;
        _pongs++;
        _all.Statistics.Ponged(_all.Loop.Time - _pinged);
        ArmPing();
    }

    // The peer lives, so its pong is no longer awaited.
    private void TrafficReceived()
    {
        if (!_awaitsPong || !_all.Settings.RestartOnAnyTraffic)
            return;
        GiveUpPong();
        ArmPing();
    }

    private void Drop()
    {
        _all.Log.Info(
            "{Name} dropped: no answer to ping {Number} within {Timeout:0.###} s",
            _name,
            _number,
            _all.Settings.Timeout.TotalSeconds);
        End(ConnectionEnd.Dropped);
    }

    private void StopPinging()
    {
        _call.Cancel();
        if (_awaitsPong)
            GiveUpPong();
    }

    private void GiveUpPong()
    {
        _awaitsPong = false;
        _all.Statistics.GaveUpPong();
    }

    // Replaces the pending call.
    private void CallLater(TimeSpan delay, Action<Connection> callback)
    {
        _call.Cancel();
        _callback = callback;
        _call = _all.Timer.CallLater(delay, RunCall, this);
    }

    // The timer would report an exception, and the connection would stay without a call.
    private void RunPendingCall()
    {
        try
        {
            _callback!(this);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }
}
