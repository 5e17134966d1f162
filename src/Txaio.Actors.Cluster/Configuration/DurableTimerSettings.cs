using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Configuration;

/// <summary>The settings of one durable timer, as reference.conf describes them.</summary>
/// <param name="Name">The timer's name.</param>
/// <param name="Bucket">Due times are multiples of it; whole milliseconds.</param>
/// <param name="Stripes">How many parts the keys are divided in.</param>
/// <param name="Role">The role of the nodes that run stripes; empty for all nodes.</param>
/// <param name="Window">How many deliveries of a stripe may wait for their acknowledgement.</param>
/// <param name="ClockSkew">A margin that is added to due times.</param>
/// <param name="Missed">The fate of calls whose due time passed while no node ran.</param>
/// <param name="Retry">Repeated deliveries.</param>
/// <param name="Journal">The id of the journal's plugin.</param>
/// <param name="SnapshotStore">The id of the snapshot store's plugin.</param>
/// <param name="WakeInterval">How often each node wakes its share of the stripes.</param>
/// <param name="Client">The settings of each node's client.</param>
internal sealed record DurableTimerSettings(
    string Name,
    TimeSpan Bucket,
    int Stripes,
    string Role,
    int Window,
    TimeSpan ClockSkew,
    MissedCalls Missed,
    RetrySettings Retry,
    string Journal,
    string SnapshotStore,
    TimeSpan WakeInterval,
    ClientSettings Client);

/// <summary>When a delivery is made again.</summary>
/// <param name="MinBackoff">The pause after the first delivery; it doubles.</param>
/// <param name="MaxBackoff">The longest pause.</param>
/// <param name="MaxAttempts">After so many deliveries the call is given up.</param>
internal sealed record RetrySettings(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts);

/// <summary>The settings of a node's client of a timer.</summary>
/// <param name="RequestTimeout">How long a caller waits.</param>
/// <param name="Resend">The pause after which a batch or question is sent again.</param>
/// <param name="Waiting">The most changes of this node that wait.</param>
/// <param name="CallBytes">The most bytes of a change on the wire.</param>
internal sealed record ClientSettings(TimeSpan RequestTimeout, TimeSpan Resend, int Waiting, int CallBytes);
