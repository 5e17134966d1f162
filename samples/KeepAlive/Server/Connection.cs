using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Net.WebSockets;
using KeepAlive.Frames;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// One WebSocket connection that is kept alive: a protocol object, as Autobahn's <c>WebSocketServerProtocol</c> is one.
/// All its code runs on the loop, one callback at a time, so its fields need no lock. This file has the connection's
/// frames, its closing handshake and its end.
/// </summary>
internal sealed partial class Connection
{
    private const int PongHeaderLength = 6;

    private readonly string _name;
    private readonly HttpContext _http;
    private readonly Connections _all;
    private readonly FrameReader _frames;

    // Room for a pong. Only the receiving task writes the bytes, before it goes on on the loop.
    private readonly byte[] _short;
    private int _shortLength;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDuplexPipe _transport = null!;

    // The write of the last frame; it also ends when an earlier write has failed.
    private Task _sending = Task.CompletedTask;

    // The write of the last pong. Pongs may not pile up for a peer that sends pings and does not receive.
    private Task _replied = Task.CompletedTask;

    private bool _opened;
    private bool _serverStops;
    private bool _closing;
    private bool _closeSent;
    private bool _hasEnded;
    private ConnectionEnd _end = ConnectionEnd.Lost;

    public Connection(string name, HttpContext http, Connections all)
    {
        _name = name;
        _http = http;
        _all = all;
        _frames = new FrameReader(masked: true, ControlFrameReceived, checksTexts: true);
        _short = new byte[PongHeaderLength + all.Settings.PingSize];
    }

    // After a close frame or a violation, bytes are only read until the peer has ended its side.
    private bool TakesNoMore => _frames.IsClosed || _frames.Violation is not null;

    /// <summary>Completed when the request of the connection may end. Any thread may await this task.</summary>
    public Task Released => _released.Task;

    /// <summary>Refuses the connection before its handshake, by an HTTP status.</summary>
    public void Refuse()
    {
        _http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        _released.SetResult();
    }

    /// <summary>Does the opening handshake, and receives until the connection has ended in any way.</summary>
    public void Start() => _ = RunAsync();

    /// <summary>Begins the closing handshake, because the server stops.</summary>
    public void CloseForStop()
    {
        _serverStops = true;
        if (_closing)
            return;
        // Counts as lost unless the peer replies.
        BeginClose(ConnectionEnd.Lost);
        if (_opened)
            SendClose(WebSocketCloseStatus.EndpointUnavailable, "the server stops");
    }

    // Each await resumes on the loop. No exception leaves this method.
    private async Task RunAsync()
    {
        try
        {
            await Handshake.AcceptAsync(_http);
            _transport = _http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
            Open();
            while (!_hasEnded)
            {
                var received = await _transport.Input.ReadAsync();
                var isShort = TakeIfShort(received.Buffer);
                // A peer that always sends leaves the loop to other connections, too.
                await new NextTurn(_all.Loop);
                if (isShort)
                    Receive(_short.AsSpan(0, _shortLength));
                else
                    Receive(received.Buffer);
                if (received.IsCompleted)
                    PeerGone();
                await _replied;
            }
        }
        catch (Exception e)
        {
            await new NextTurn(_all.Loop);
            Fail(e);
        }
        finally
        {
            _released.SetResult();
        }
    }

    private void Open()
    {
        _opened = true;
        _all.Statistics.Opened();
        _all.Log.Info("{Name} opened", _name);
        if (_serverStops)
            SendClose(WebSocketCloseStatus.EndpointUnavailable, "the server stops");
        else
            ArmPing();
    }

    // Runs on the thread that receives. Kestrel has a buffer of 4 kB for each connection whose bytes wait for the loop,
    // and a thousand pongs may wait while the loop sends pings.
    private bool TakeIfShort(ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > _short.Length)
            return false;
        bytes.CopyTo(_short);
        _shortLength = (int)bytes.Length;
        _transport.Input.AdvanceTo(bytes.End);
        return true;
    }

    private void Receive(ReadOnlySequence<byte> bytes)
    {
        foreach (var part in bytes)
            Receive(part.Span);
        _transport.Input.AdvanceTo(bytes.End);
    }

    private void Receive(ReadOnlySpan<byte> bytes)
    {
        if (_hasEnded || TakesNoMore)
            return;
        var signs = _frames.Signs;
        _frames.Read(bytes);
        if (_frames.Signs != signs)
            TrafficReceived();
        if (_frames.Violation is { } violation)
            PeerViolates(violation);
        else if (_frames.IsClosed)
            PeerCloses();
    }

    private void PeerGone()
    {
        if (TakesNoMore)
            End(_end, cut: false);
        else
            Fail(new IOException("the peer ended its side without a close frame"));
    }

    private void ControlFrameReceived(int opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == Opcode.Pong)
            PongReceived(payload);
        else if (opcode == Opcode.Ping)
            _replied = Send(ControlFrame.Of(Opcode.Pong, payload));
    }

    private void PeerCloses()
    {
        if (_closing)
            _end = ConnectionEnd.ClosedByServer;
        else
            BeginClose(ConnectionEnd.ClosedByPeer);
        SendClose(WebSocketCloseStatus.NormalClosure, "");
        _ = EndOutputAsync();
    }

    private void PeerViolates(ProtocolViolation violation)
    {
        _all.Log.Info("{Name} refused with {Status}: it sent {Reason}", _name, (int)violation.Status, violation.Reason);
        if (!_closing)
            BeginClose(ConnectionEnd.Refused);
        SendClose(violation.Status, violation.Reason);
        _ = EndOutputAsync();
    }

    // The peer has CloseTimeout to take part in the end of the connection.
    private void BeginClose(ConnectionEnd end)
    {
        _closing = true;
        _end = end;
        StopPinging();
        CallLater(KeepAliveSettings.CloseTimeout, static connection => connection.End(connection._end));
    }

    private void SendClose(WebSocketCloseStatus status, string reason)
    {
        Send(ControlFrame.Close(status, reason));
        _closeSent = true;
    }

    // Nothing may follow a close frame.
    private Task Send(ReadOnlyMemory<byte> frame)
    {
        if (_closeSent)
            return Task.CompletedTask;
        _sending = SendAfterAsync(_sending, frame);
        if (!_sending.IsCompletedSuccessfully)
            _ = FailIfFailedAsync(_sending);
        return _sending;
    }

    private async Task SendAfterAsync(Task earlier, ReadOnlyMemory<byte> frame)
    {
        await earlier;
        await _transport.Output.WriteAsync(frame);
    }

    private async Task FailIfFailedAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>
    /// Ends our side of the connection after the close frame: the peer reads the close frame, and then the end. Closing
    /// the whole connection would reset the connection of a peer that still sends, and the close frame could be lost.
    /// </summary>
    private async Task EndOutputAsync()
    {
        try
        {
            await _sending;
            _http.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is closed already, which the next read shows.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception cause)
    {
        if (_hasEnded)
            return;
        if (cause is IOException or OperationCanceledException)
        {
            _all.Log.Debug("{Name} lost: {Reason}", _name, cause.Message);
            End(_end);
            return;
        }

        _all.Log.Critical(cause, "{Name} failed", _name);
        End(ConnectionEnd.Failed);
    }

    // Unless the peer has gone, the connection is cut: a silent peer would not take part in a handshake.
    private void End(ConnectionEnd end, bool cut = true)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        StopPinging();
        if (cut)
            _http.Abort();
        if (_opened)
        {
            _all.Log.Info("{Name} ended: {End}", _name, end);
            // An exception of the callback is reported, and the connection has ended all the same.
            var ended = new ConnectionEnded(_name, end, _pongs, _number, _pingedAt);
            _all.Loop.CallSoon(_all.Statistics.Ended, ended);
        }

        _all.Remove(this);
    }
}
