using Akka.Actor;

namespace Txaio.Actors.Cluster;

/// <summary>The entry point: the durable timers of an actor system.</summary>
public static class TxaioClusterActorSystemExtensions
{
    /// <summary>The durable timers. The first call starts them, and the core's extension.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>The timers; the same instance each time. Any thread.</returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid. One line: path, value and allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The system is ending, and the timers were not started
    /// before.</exception>
    public static ITxaioCluster TxaioCluster(this ActorSystem system) => TxaioClusterExtension.Get(system);
}
