namespace Txaio.Actors.Cluster.Deliveries;

/// <summary>A call that was delivered and is not acknowledged.</summary>
internal sealed class Delivery(string key, long due)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The due time, in milliseconds since 1970.</summary>
    public long Due { get; } = due;

    /// <summary>How often the call was delivered.</summary>
    public int Attempt { get; set; }

    /// <summary>When the last attempt was made, on the monotonic clock.</summary>
    public TimeSpan MadeAt { get; set; }

    /// <summary>The shard region that got the last attempt; null for other targets.</summary>
    public string? Region { get; set; }

    /// <summary>Whether the delivery counts in the window.</summary>
    public bool InWindow { get; set; }

    /// <summary>When the call is delivered again, on the monotonic clock.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>Whether the call was acknowledged, cancelled, replaced or given up.</summary>
    public bool IsOver { get; set; }
}
