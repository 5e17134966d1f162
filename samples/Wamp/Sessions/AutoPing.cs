using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>
/// Pings a peer, and finds out whether any frame arrives after the ping. Belongs to a session's actor, which gets
/// <see cref="PingDue"/> and <see cref="PeerAlive"/> and calls the methods; the reading thread reports frames.
/// </summary>
internal sealed class AutoPing : IFrameObserver
{
    private const string Key = "ping";

    private readonly PingStream _frames;
    private readonly ActorTimers _timers;
    private readonly PingTimes _times;
    private readonly IActorRef _session;
    private readonly byte[] _payload = Guid.NewGuid().ToByteArray();

    // A ping was sent, and no frame has arrived since. The actor sets the flag; the reading thread clears it.
    private volatile bool _awaited;

    public AutoPing(PingStream frames, ActorTimers timers, PingTimes times, IActorRef session)
    {
        (_frames, _timers, _times, _session) = (frames, timers, times, session);
        frames.Observer = this;
        timers.StartSingleTimer(Key, PingDue.Instance, times.Interval);
    }

    /// <summary>Sends a ping, and waits for a frame until <c>ping-timeout</c>.</summary>
    /// <returns>False when no frame has arrived since the last ping.</returns>
    public bool TryPing()
    {
        if (_awaited)
            return false;
        _awaited = true;
        // The result is ignored: the reading thread reports a failure of the same connection.
        _ = _frames.PingAsync(_payload);
        _timers.StartSingleTimer(Key, PingDue.Instance, _times.Timeout);
        return true;
    }

    /// <summary>The peer is alive: the next ping is due in <c>ping-interval</c>.</summary>
    public void Restart() => _timers.Reset(Key, _times.Interval);

    void IFrameObserver.Pong(ReadOnlySpan<byte> payload)
    {
    }

    // Tells the actor once for each ping, however many frames the peer sends.
    void IFrameObserver.Traffic()
    {
        if (!_awaited)
            return;
        _awaited = false;
        _session.Tell(PeerAlive.Instance, ActorRefs.NoSender);
    }
}

/// <summary>The time from an answer to the next ping, and the time that a peer has to answer a ping.</summary>
internal sealed record PingTimes(TimeSpan Interval, TimeSpan Timeout);
