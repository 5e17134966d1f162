using Txaio.Actors.Cluster.Telemetry;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// The settings of a durable timer's stripes. Every stripe of a timer has the same settings. What reference.conf has is
/// required here; only the bounds that cannot be configured have their values in this file.
/// </summary>
internal sealed record StripeSettings
{
    /// <summary>The timer's name.</summary>
    public required string Timer { get; init; }

    /// <summary>Measures the timer on this node; null for no measuring.</summary>
    public TimerTelemetry? Telemetry { get; init; }

    /// <summary>Due times are rounded up to multiples of this; at least 1 ms, whole milliseconds.</summary>
    public required TimeSpan Bucket { get; init; }

    /// <summary>Added to due times: how far the clock of the delivering node may be ahead.</summary>
    public required TimeSpan ClockSkew { get; init; }

    /// <summary>What happens to calls that fell due while the stripe did not run.</summary>
    public required MissedCalls Missed { get; init; }

    /// <summary>The most deliveries that wait for their first acknowledgement at a time.</summary>
    public required int Window { get; init; }

    /// <summary>The time before the second delivery. A delivery that waits longer leaves the window.</summary>
    public required TimeSpan MinBackoff { get; init; }

    /// <summary>The longest time between two deliveries of a call, without the jitter.</summary>
    public required TimeSpan MaxBackoff { get; init; }

    /// <summary>How often a call is delivered before the stripe gives it up.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The journal; empty for Akka's default.</summary>
    public required string JournalPluginId { get; init; }

    /// <summary>The snapshot store; empty for Akka's default.</summary>
    public required string SnapshotPluginId { get; init; }

    /// <summary>The most changes of clients in an event, and the most calls that an event marks as done.</summary>
    public int MaxChanges { get; init; } = 5_000;

    /// <summary>The most bytes of messages in an event. A batch that is larger is an event of its own.</summary>
    public int MaxEventBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most bytes of a call's message.</summary>
    public required int MaxPayload { get; init; }

    /// <summary>The most changes that wait for the store. Further batches are refused.</summary>
    public int MaxWaiting { get; init; } = 200_000;

    /// <summary>The most bytes of messages in changes that wait for the store. Further batches are refused.</summary>
    public long MaxWaitingBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most look-ups that wait for a write. Further ones fail.</summary>
    public int MaxLookups { get; init; } = 10_000;

    /// <summary>
    /// The most messages that wait for the recovery. Further ones are dropped; their senders send again.
    /// </summary>
    public int MaxWaitingForRecovery { get; init; } = 1_000;

    /// <summary>The most calls that a stripe keeps. Further ones are refused.</summary>
    public int MaxPending { get; init; } = 4_000_000;

    /// <summary>The most clients whose last batch is remembered. Batches of further clients are refused.</summary>
    public int MaxClients { get; init; } = 10_000;

    /// <summary>A client that was silent for longer is forgotten. A copy of its batch must not arrive later.</summary>
    public TimeSpan ClientMemory { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The fewest changes between two snapshots.</summary>
    public int SnapshotAfter { get; init; } = 20_000;

    /// <summary>
    /// How long events stay in the journal after a snapshot holds them, so that the write of a stale incarnation meets
    /// an event that has its number. The stripe writes at least twice in this time.
    /// </summary>
    public TimeSpan FencePeriod { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The stripe delivers within this time after the start of its last write, and otherwise writes first. Shorter than
    /// the time after which other nodes take a silent node for dead.
    /// </summary>
    public TimeSpan DeliveryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
