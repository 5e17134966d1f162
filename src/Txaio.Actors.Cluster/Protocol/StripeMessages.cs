using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Protocol;

/// <summary>
/// Changes from one node's client to a stripe, in the order of their calls. The client sends a batch again until the
/// stripe replies, and starts the next batch after that.
/// </summary>
/// <param name="Stripe">The stripe.</param>
/// <param name="Client">The client: one start of one node. Another start is another client.</param>
/// <param name="Number">Counts the client's batches to this stripe, from 1.</param>
/// <param name="Changes">Checked by the sending client; the stripe checks them again.</param>
internal sealed record StripeBatch(int Stripe, string Client, long Number, IReadOnlyList<Change> Changes)
    : IStripeMessage;

/// <summary>The reply to <see cref="StripeBatch"/> once all its changes are stored.</summary>
/// <param name="Stripe">The stripe.</param>
/// <param name="Client">The client of the batch. Its numbers say nothing to another start of the client.</param>
/// <param name="Number">The number of the batch.</param>
/// <param name="Results">
/// One for each change: the due time of a scheduled call, 1 for a cancelled call, 0 for a key without a call.
/// </param>
/// <param name="Clock">The stripe's clock, in milliseconds since 1970.</param>
internal sealed record StripeBatchStored(
    int Stripe, string Client, long Number, IReadOnlyList<long> Results, long Clock);

/// <summary>The reply to <see cref="StripeBatch"/> when the store failed. The changes may still be stored.</summary>
/// <param name="Stripe">The stripe.</param>
/// <param name="Client">The client of the batch.</param>
/// <param name="Number">The number of the batch.</param>
/// <param name="Reason">One line.</param>
internal sealed record StripeBatchFailed(int Stripe, string Client, long Number, string Reason);

/// <summary>Starts a stripe that does not run. A stripe that runs ignores it.</summary>
/// <param name="Stripe">The stripe.</param>
internal sealed record WakeStripe(int Stripe) : IStripeMessage;

/// <summary>Asks for the call of a key.</summary>
/// <param name="Stripe">The stripe.</param>
/// <param name="Key">The key.</param>
internal sealed record FindCall(int Stripe, string Key) : IStripeMessage;

/// <summary>The reply to <see cref="FindCall"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Call">The call; null if the key has none.</param>
internal sealed record FoundCall(string Key, StoredCall? Call);

/// <summary>Asks a stripe for its numbers.</summary>
/// <param name="Stripe">The stripe.</param>
internal sealed record GetStripeState(int Stripe) : IStripeMessage;

/// <summary>The reply to <see cref="GetStripeState"/>.</summary>
/// <param name="Stripe">The stripe.</param>
/// <param name="Pending">How many calls are stored and not done.</param>
/// <param name="Unacknowledged">How many of them were delivered and are not acknowledged yet.</param>
/// <param name="NextDue">The earliest due time in milliseconds since 1970; 0 without a call.</param>
internal sealed record StripeState(int Stripe, long Pending, long Unacknowledged, long NextDue);
