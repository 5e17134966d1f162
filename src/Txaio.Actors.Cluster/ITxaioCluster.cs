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
}
