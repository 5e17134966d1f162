namespace Txaio.Actors.Cluster.Protocol;

/// <summary>A message to one stripe of a durable timer. Any node sends it to the timer's shard region.</summary>
internal interface IStripeMessage
{
    /// <summary>The stripe, counted from zero.</summary>
    int Stripe { get; }
}
