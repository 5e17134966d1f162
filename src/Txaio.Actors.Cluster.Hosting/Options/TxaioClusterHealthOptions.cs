namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// Health checks to register, as <c>WithTxaioDurableTimersReadinessCheck</c> does. Not from txaio.
/// </summary>
public sealed class TxaioClusterHealthOptions
{
    /// <summary>
    /// How long the stripes and the store may take to reply; more than zero. Null, the default: no such check.
    /// </summary>
    public TimeSpan? Readiness { get; set; }
}
