using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Protocol;

/// <summary>
/// A stripe that runs without a cluster stops itself: its parent keeps what arrives from now on for the next one. A
/// stripe of a cluster tells its shard a <c>Passivate</c> of Akka.
/// </summary>
internal sealed class StripeLeaves : OwnMessage
{
    public static readonly StripeLeaves Instance = Sign(new StripeLeaves());
}
