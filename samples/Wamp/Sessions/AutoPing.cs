using Akka.Actor;
using KeepAlive.Frames;
using Txaio.Actors;

namespace Wamp.Sessions;

/// <summary>Pings a peer and sees whether anything comes after that. Of one actor, which it tells
/// <see cref="PingDue"/>; the thread that reads notes what comes.</summary>
internal sealed class AutoPing(PingStream frames, IBatchedTimer timer, PingTimes times, IActorRef session)
    : IFrameObserver
{
    private readonly byte[] _payload = Guid.NewGuid().ToByteArray();
    private DelayedCall _next;
    private bool _pinged;

    // The reading thread sets it, the actor's thread takes it: a sign of life since the last look.
    private volatile bool _heard;

    public void Start()
    {
        frames.Observer = this;
        _next = timer.CallLater(times.Interval, session, PingDue.Instance);
    }

    /// <summary>A ping, or the end of the time for its answer.</summary>
    /// <returns>False when the peer has not answered.</returns>
    public bool Due()
    {
        if (_pinged && !_heard)
            return false;
        _pinged = !_pinged;
        _heard = false;
        // A failure is the reading thread's to report: it has the same connection.
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

/// <summary>From an answer to the next ping, and from a ping to the end of patience.</summary>
internal sealed record PingTimes(TimeSpan Interval, TimeSpan Timeout);
