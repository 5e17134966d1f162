using Akka.Actor;

namespace Txaio.Actors.Cluster.Protocol;

/// <summary>The reply to a request that a stripe does not carry out.</summary>
internal static class StripeRefusal
{
    /// <summary>The reply, with a reason of one line.</summary>
    public static object Of(IStripeMessage request, string reason) => request is StripeBatch batch
        ? new StripeBatchFailed(batch.Stripe, batch.Client, batch.Number, reason)
        : new Status.Failure(new InvalidOperationException(reason));
}
