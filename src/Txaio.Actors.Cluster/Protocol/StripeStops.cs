using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Protocol;

/// <summary>From a stripe to its supervisor: the store has failed, and the stripe stops.</summary>
internal sealed class StripeStops : OwnMessage
{
    private StripeStops(string reason) => Reason = reason;

    /// <summary>One line.</summary>
    public string Reason { get; }

    /// <summary>The message with a reason of one line.</summary>
    public static StripeStops Of(string reason) => Sign(new StripeStops(reason));
}
