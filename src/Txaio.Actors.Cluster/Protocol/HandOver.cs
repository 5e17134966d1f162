using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Protocol;

/// <summary>
/// To a stripe that moves to another node: store the changes that have arrived, reply, and stop; start there at once.
/// Otherwise the clients would wait for <c>resend</c>, and the calls for <c>wake-interval</c>. Not sent when the node
/// dies.
/// </summary>
internal sealed class HandOver : OwnMessage
{
    public static readonly HandOver Instance = Sign(new HandOver());
}
