using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>The server's numbers at one moment.</summary>
internal sealed record Snapshot
{
    /// <summary>Connections so far.</summary>
    public long Opened { get; init; }

    /// <summary>Connections now.</summary>
    public long Open { get; init; }

    /// <summary>Connections without a pong in time.</summary>
    public long Dropped { get; init; }

    /// <summary>Connections that failed by an error of this program.</summary>
    public long Failed { get; init; }

    /// <summary>Pings sent.</summary>
    public long Pings { get; init; }

    /// <summary>Pings answered.</summary>
    public long Pongs { get; init; }

    /// <summary>Pongs that are still awaited.</summary>
    public long AwaitedPongs { get; init; }

    /// <summary>The longest time from a ping to its pong.</summary>
    public TimeSpan SlowestPong { get; init; }

    /// <summary>Calls that wait at the batched timer.</summary>
    public long PendingCalls { get; init; }

    /// <summary>The median lateness of pings; negative for early pings, as with rounding down.</summary>
    public TimeSpan TypicalLateness { get; init; }

    /// <summary>The lateness that one ping in a hundred exceeded.</summary>
    public TimeSpan HighLateness { get; init; }

    /// <summary>The greatest lateness of a ping.</summary>
    public TimeSpan GreatestLateness { get; init; }

    /// <summary>The loop's own statistics.</summary>
    public LoopStatistics Loop { get; init; }
}
