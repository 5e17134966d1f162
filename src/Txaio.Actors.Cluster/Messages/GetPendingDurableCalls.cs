using Akka.Actor;

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// A message to a durable timer's <c>Ref</c>: asks each stripe for its numbers, as <c>IDurableTimer.Pending</c> does.
/// The reply is <see cref="PendingDurableCalls"/>, or a <see cref="Status.Failure"/> if a stripe does not reply in
/// time. Not from txaio.
/// </summary>
public sealed record GetPendingDurableCalls : INoSerializationVerificationNeeded
{
    private GetPendingDurableCalls()
    {
    }

    /// <summary>The message; it has no fields.</summary>
    public static GetPendingDurableCalls Instance { get; } = new();

    /// <summary>The message's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => nameof(GetPendingDurableCalls);
}

/// <summary>The reply to <see cref="GetPendingDurableCalls"/>. Not from txaio.</summary>
/// <param name="Timer">The timer's name.</param>
/// <param name="Stripes">One entry for each stripe, in their order.</param>
public sealed record PendingDurableCalls(string Timer, IReadOnlyList<DurableStripe> Stripes)
    : INoSerializationVerificationNeeded
{
    /// <summary>How many calls of all stripes are stored and not done.</summary>
    public long Count => Stripes.Sum(static stripe => stripe.Pending);

    /// <summary>The earliest due time of all stripes in UTC; null if no call is stored.</summary>
    public DateTimeOffset? NextDue => Stripes.Min(static stripe => stripe.NextDue);

    /// <summary>The message's name and the number of calls.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{nameof(PendingDurableCalls)}({Timer}, {Count} pending)";
}

/// <summary>
/// The numbers of one stripe. Each stripe replies at its own time, so the numbers of a timer are no snapshot. Not from
/// txaio.
/// </summary>
/// <param name="Stripe">The stripe, counted from zero.</param>
/// <param name="Pending">How many calls are stored and not done.</param>
/// <param name="Unacknowledged">How many of these were delivered and are not acknowledged yet.</param>
/// <param name="NextDue">The earliest due time in UTC; null if no call is stored.</param>
public sealed record DurableStripe(int Stripe, long Pending, long Unacknowledged, DateTimeOffset? NextDue);
