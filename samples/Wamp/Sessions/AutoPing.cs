using Akka.Actor;
using KeepAlive.Frames;
using Txaio.Actors;

namespace Wamp.Sessions;

/// <summary>Pings a peer, and finds out whether any frame arrives after the ping. Belongs to a session's actor, which
/// gets <see cref="PingDue"/> and calls <see cref="Due"/>; the reading thread reports frames.</summary>
internal sealed class AutoPing(PingStream frames, IBatchedTimer timer, PingTimes times, IActorRef session)
    : IFrameObserver
{
    private readonly byte[] _payload = Guid.NewGuid().ToByteArray();
    private DelayedCall _next;
    private bool _pinged;

    // A frame has arrived since the last Due. The reading thread sets the flag; the actor's thread reads and clears it.
    private volatile bool _heard;

    public void Start()
    {
        frames.Observer = this;
        _next = timer.CallLater(times.Interval, session, PingDue.Instance);
    }

    /// <summary>Sends a ping, or checks that a frame has arrived since the last ping.</summary>
    /// <returns>False when no frame has arrived since the ping.</returns>
    public bool Due()
    {
        if (_pinged && !_heard)
            return false;
        _pinged = !_pinged;
        _heard = false;
        // The result is ignored: the reading thread reports a failure of the same connection.
        if (_pinged)
            _ = frames.PingAsync(_payload);
        _next = timer.CallLater(_pinged ? times.Timeout : times.Interval, session, PingDue.Instance);
        return true;
    }

    public void Stop() => _next.Cancel();

    void IFrameObserver.Pong(ReadOnlySpan<byte> payload)
    {
    }

    void IFrameObserver.Traffic() => _heard = true;
}

/// <summary>The time from an answer to the next ping, and the time that a peer has to answer a ping.</summary>
internal sealed record PingTimes(TimeSpan Interval, TimeSpan Timeout);
