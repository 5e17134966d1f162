using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Stripes;

/// <content>A recovery that fails: the senders of the requests that wait for it are told.</content>
internal sealed partial class StripeActor
{
    // Akka keeps the requests themselves, and drops them when the stripe stops.
    private readonly List<(IActorRef Sender, IStripeMessage Request)> _waitingForRecovery = [];

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is IStripeMessage request and not WakeStripe)
            _waitingForRecovery.Add((Sender, request));
        return base.AroundReceive(receive, message);
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var line = BoundedLog.OneLine($"the stripe cannot recover from its store: {reason.Message}");
        Log.Error("{0} stops and will try again: {1}", PersistenceId, line);
        foreach (var (sender, request) in _waitingForRecovery)
        {
            sender.Tell(request is StripeBatch batch
                ? new StripeBatchFailed(_stripe, batch.Client, batch.Number, line)
                : new Status.Failure(new InvalidOperationException(line)));
        }
    }
}
