namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// Of which nodes <see cref="ITxaioCluster.SetGlobalLogLevel"/> sets the level: <c>txaio.cluster.log-level</c>. Not
/// from txaio.
/// </summary>
public enum GlobalLogLevelScope
{
    /// <summary>Of the node on which it is called.</summary>
    Local,

    /// <summary>Of all nodes with this value, also of those that join later.</summary>
    Cluster,
}
