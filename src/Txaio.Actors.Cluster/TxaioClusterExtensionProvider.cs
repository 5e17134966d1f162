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
    public override TxaioClusterExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
