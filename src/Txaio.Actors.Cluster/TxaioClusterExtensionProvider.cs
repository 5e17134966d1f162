using Akka.Actor;

namespace Txaio.Actors.Cluster;

/// <summary>
/// Starts <see cref="TxaioClusterExtension"/> with the actor system, when <c>akka.extensions</c> names this class.
/// </summary>
public sealed class TxaioClusterExtensionProvider : ExtensionIdProvider<TxaioClusterExtension>
{
    /// <summary>Starts the extension.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>The extension.</returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid. One line: path, value and allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The system is ending.</exception>
    /// <exception cref="InvalidOperationException">The system has ended.</exception>
    /// <exception cref="InvalidActorNameException">
    /// The extension was started before: <see cref="TxaioClusterExtension.Get"/> returns it.
    /// </exception>
    public override TxaioClusterExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
