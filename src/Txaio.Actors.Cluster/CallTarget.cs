namespace Txaio.Actors.Cluster;

/// <summary>
/// The receiver of a durable call: a <see cref="ShardTarget"/> or an <see cref="ActorTarget"/>. Not from txaio.
/// </summary>
/// <remarks>
/// A target is an address, not an actor: it is looked up at each delivery, on the node that delivers. So it outlives
/// the process that scheduled the call. Immutable.
/// </remarks>
public abstract record CallTarget
{
    private protected CallTarget()
    {
    }
}
