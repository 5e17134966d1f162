using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Guarding;

/// <summary>An actor that handles internal messages only if this process made them.</summary>
internal abstract class SignedActor : UntypedActor
{
    /// <inheritdoc/>
    protected sealed override bool AroundReceive(Receive receive, object message) =>
        !SignedMessages.MayHandle(message, Context) || base.AroundReceive(receive, message);

    /// <inheritdoc/>
    public sealed override void AroundPreStart()
    {
        base.AroundPreStart();
        (Self as GuardedRef)?.Started();
    }
}
