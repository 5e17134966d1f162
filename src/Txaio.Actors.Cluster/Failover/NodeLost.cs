using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Failover;

/// <summary>
/// On the event stream of each node: a member has left the cluster, or was removed from it as dead. Messages to it may
/// be lost. Published by <see cref="NodeLossActor"/>; a subscriber starts a <see cref="RegionAfterLoss"/> for each
/// region to which it sends again.
/// </summary>
/// <param name="address">The address of the lost node.</param>
internal sealed class NodeLost(Address address) : OwnMessage
{
    /// <summary>The address of the lost node. The node may have started again.</summary>
    public Address Address { get; } = address;
}
