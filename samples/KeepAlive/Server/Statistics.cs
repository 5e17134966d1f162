using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// The server's counters. Only the loop reads and writes them, one callback at a time, so they need no lock.
/// </summary>
internal sealed class Statistics(Action<ConnectionEnded>? ended = null)
{
    private readonly LatenessHistogram _lateness = new();
    private long _opened;
    private long _ended;
    private long _dropped;
    private long _failed;
    private long _pings;
    private long _pongs;
    private long _awaitedPongs;
    private TimeSpan _slowestPong;

    /// <summary>A connection has come.</summary>
    public void Opened() => _opened++;

    /// <summary>A ping was sent.</summary>
    /// <param name="late">Its lateness; negative when it was early.</param>
    public void Pinged(TimeSpan late)
    {
        _pings++;
        _awaitedPongs++;
        _lateness.Add(late);
    }

    /// <summary>A ping was answered.</summary>
    /// <param name="roundTrip">The time from the ping to the pong.</param>
    public void Ponged(TimeSpan roundTrip)
    {
        _pongs++;
        _awaitedPongs--;
        if (roundTrip > _slowestPong)
            _slowestPong = roundTrip;
    }

    /// <summary>A pong is no longer awaited: other traffic came first, or the connection ends.</summary>
    public void GaveUpPong() => _awaitedPongs--;

    /// <summary>A connection has ended.</summary>
    public void Ended(ConnectionEnded connection)
    {
        _ended++;
        if (connection.End == ConnectionEnd.Dropped)
            _dropped++;
        else if (connection.End == ConnectionEnd.Failed)
            _failed++;
        ended?.Invoke(connection);
    }

    public Snapshot Snapshot(long pendingCalls, LoopStatistics loop) => new()
    {
        Opened = _opened,
        Open = _opened - _ended,
        Dropped = _dropped,
        Failed = _failed,
        Pings = _pings,
        Pongs = _pongs,
        AwaitedPongs = _awaitedPongs,
        SlowestPong = _slowestPong,
        PendingCalls = pendingCalls,
        TypicalLateness = _lateness.Quantile(0.5),
        HighLateness = _lateness.Quantile(0.99),
        GreatestLateness = _lateness.Greatest,
        Loop = loop,
    };
}
