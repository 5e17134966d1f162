using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// The server's counters. Only the loop reads and writes them, one call at a time, so they need no lock.
/// </summary>
internal sealed class Statistics
{
    private readonly LatenessHistogram _lateness = new();
    private long _opened;
    private long _ended;
    private long _dropped;
    private long _failed;
    private long _pings;
    private long _pongs;
    private long _missedPongs;
    private TimeSpan _slowestPong;

    // The delegates are made once, since one or two of these callbacks go to the loop with every ping.
    public Statistics(Action<ConnectionEnded>? ended = null)
    {
        Opened = () => _opened++;
        Pinged = late =>
        {
            _pings++;
            _lateness.Add(late);
        };
        Ponged = roundTrip =>
        {
            _pongs++;
            if (roundTrip > _slowestPong)
                _slowestPong = roundTrip;
        };
        NotPonged = _ => _missedPongs++;
        Ended = connection =>
        {
            _ended++;
            if (connection.End == ConnectionEnd.Dropped)
                _dropped++;
            else if (connection.End == ConnectionEnd.Failed)
                _failed++;
            ended?.Invoke(connection);
        };
    }

    /// <summary>A connection has come.</summary>
    public Action Opened { get; }

    /// <summary>A ping was sent; the argument is its lateness, negative when it was early.</summary>
    public Action<TimeSpan> Pinged { get; }

    /// <summary>A ping was answered; the argument is the time until the pong.</summary>
    public Action<TimeSpan> Ponged { get; }

    /// <summary>A ping was not answered: it timed out, its connection ended, or other traffic came first.</summary>
    public Action<IFailedFuture> NotPonged { get; }

    /// <summary>A connection has ended.</summary>
    public Action<ConnectionEnded> Ended { get; }

    public Snapshot Snapshot(long pendingCalls, LoopStatistics loop) => new()
    {
        Opened = _opened,
        Open = _opened - _ended,
        Dropped = _dropped,
        Failed = _failed,
        Pings = _pings,
        Pongs = _pongs,
        AwaitedPongs = _pings - _pongs - _missedPongs,
        SlowestPong = _slowestPong,
        PendingCalls = pendingCalls,
        TypicalLateness = _lateness.Quantile(0.5),
        HighLateness = _lateness.Quantile(0.99),
        GreatestLateness = _lateness.Greatest,
        Loop = loop,
    };
}
