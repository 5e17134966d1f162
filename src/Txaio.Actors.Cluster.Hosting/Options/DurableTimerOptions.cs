namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// A section of <c>txaio.cluster.timers</c>, or <c>txaio.cluster.timer-defaults</c>. An option that is null keeps the
/// HOCON's value. Not from txaio.
/// </summary>
public sealed class DurableTimerOptions
{
    /// <summary>
    /// Due times are multiples of this duration, rounded up. 1 ms to 1 day, in whole milliseconds. Default 1 s.
    /// </summary>
    public TimeSpan? Bucket { get; set; }

    /// <summary>
    /// In how many parts the keys are divided; 1 to 4096. Default 1. A stored timer keeps its number: another number
    /// needs a migration.
    /// </summary>
    public int? Stripes { get; set; }

    /// <summary>
    /// The role of the cluster nodes that run stripes; the others send to them. Default empty: all nodes.
    /// </summary>
    public string? Role { get; set; }

    /// <summary>
    /// How many deliveries of a stripe may wait for their first acknowledgement; 1 or more. Default 1000.
    /// </summary>
    public int? Window { get; set; }

    /// <summary>
    /// A margin that is added to due times, for nodes whose clocks are ahead; zero to 1 day. Default zero.
    /// </summary>
    public TimeSpan? ClockSkew { get; set; }

    /// <summary>
    /// Calls whose due time passed while no node ran. Default <see cref="MissedDurableCalls.Fire"/>.
    /// </summary>
    public MissedDurableCalls? Missed { get; set; }

    /// <summary>When a delivery that is not acknowledged is made again.</summary>
    public DurableRetryOptions Retry { get; } = new();

    /// <summary>
    /// How long a node's client waits for the reply to a request; more than zero, up to 1 day. Default 30 s.
    /// </summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>
    /// After this time without a reply, a client sends again; more than zero, up to 1 day. Default 2 s.
    /// </summary>
    public TimeSpan? Resend { get; set; }

    /// <summary>
    /// The most changes of one node that wait to be stored; 1 or more. Default 100,000. More changes are refused with
    /// <see cref="DurableTimerOverloadedException"/>.
    /// </summary>
    public int? Waiting { get; set; }

    /// <summary>
    /// The most kilobytes of a call on the wire, in units of 1000 bytes; 1 to 1,000,000. Default 64.
    /// </summary>
    public int? CallKilobytes { get; set; }

    /// <summary>
    /// How often each node wakes its share of the stripes; more than zero, up to 1 day. Default 2 s.
    /// </summary>
    public TimeSpan? WakeInterval { get; set; }

    /// <summary>The id of the journal of Akka.Persistence. Default <c>txaio.cluster.journal</c>.</summary>
    public string? Journal { get; set; }

    /// <summary>
    /// The id of the snapshot store of Akka.Persistence. Default <c>txaio.cluster.snapshot-store</c>.
    /// </summary>
    public string? SnapshotStore { get; set; }
}
