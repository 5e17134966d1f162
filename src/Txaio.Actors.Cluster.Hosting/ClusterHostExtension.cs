using Akka.Actor;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>Starts the durable timers of a host with its actor system, before the first actor of the host.</summary>
internal sealed class ClusterHostExtension : IExtension
{
    /// <param name="system">The actor system.</param>
    public ClusterHostExtension(ActorSystem system)
    {
        TxaioClusterExtension.Get(system);
        HostChecks.Started(system);
    }
}

/// <summary>Makes <see cref="ClusterHostExtension"/>; named in <c>akka.extensions</c>.</summary>
internal sealed class ClusterHostExtensionProvider : ExtensionIdProvider<ClusterHostExtension>
{
    /// <inheritdoc/>
    public override ClusterHostExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
