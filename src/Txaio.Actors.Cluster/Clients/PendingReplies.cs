using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Collects the numbers of all stripes. The first failure ends the collection. Any thread.</summary>
/// <param name="timer">The timer's name.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="reply">Takes the numbers.</param>
internal sealed class PendingReplies(string timer, int stripes, IReply<PendingDurableCalls> reply)
{
    private readonly DurableStripe[] _stripes = new DurableStripe[stripes];
    private readonly Lock _lock = new();

    // The lock protects both against the replies of other stripes. After a failure one stripe is missing for good.
    private int _missing = stripes;
    private bool _hasFailed;

    /// <summary>The numbers of one stripe.</summary>
    public void Add(int stripe, StripeState state)
    {
        DateTimeOffset? due = state.NextDue == 0 ? null : WireTime.Of(state.NextDue);
        lock (_lock)
        {
            _stripes[stripe] = new DurableStripe(stripe, state.Pending, state.Unacknowledged, due);
            if (--_missing > 0)
                return;
        }

        reply.Set(new PendingDurableCalls(timer, _stripes));
    }

    /// <summary>A stripe has not replied.</summary>
    public void Fail(Exception cause)
    {
        lock (_lock)
        {
            if (_hasFailed)
                return;
            _hasFailed = true;
        }

        reply.Fail(cause);
    }
}
