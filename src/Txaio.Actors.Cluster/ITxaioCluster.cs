namespace Txaio.Actors.Cluster;

/// <summary>
/// The durable timers of one actor system: <c>system.TxaioCluster()</c>. Not from txaio, whose timers end with their
/// process.
/// </summary>
public interface ITxaioCluster
{
    /// <summary>The names of the configured timers, in alphabetical order. Any thread.</summary>
    IReadOnlyList<string> TimerNames { get; }

    /// <summary>Returns the timer of the section <c>txaio.cluster.timers.{name}</c>.</summary>
    /// <param name="name">The timer's name. Letters count as written.</param>
    /// <returns>The timer; the same one each time. Any thread.</returns>
    /// <exception cref="ArgumentException">No timer has the name; the message names those that exist.</exception>
    IDurableTimer DurableTimer(string name);

    /// <summary>
    /// Sets the global log level of this node. With <c>txaio.cluster.log-level = cluster</c> also that of all other
    /// nodes with this setting, and of those that join later. The level of <c>txaio.set_global_log_level</c>.
    /// </summary>
    /// <remarks>
    /// This node has the level when the method returns. The others get it within the gossip interval of
    /// <c>akka.cluster.distributed-data</c>, 2 s by default. Of two levels that are set at the same time, all nodes get
    /// the same one. <c>ITxaio.SetGlobalLogLevel</c> sets the level of its node only, until the next change here.
    /// </remarks>
    /// <param name="level">The level. Any thread.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists the names.</exception>
    void SetGlobalLogLevel(TxaioLogLevel level);
}
