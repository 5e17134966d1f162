namespace Txaio.Actors.Cluster.LogLevels;

/// <summary>
/// The values of <c>txaio.cluster.log-level</c>: of which nodes <c>SetGlobalLogLevel</c> sets the level.
/// </summary>
internal enum LogLevelScope
{
    Local,
    Cluster,
}
