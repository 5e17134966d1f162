using Akka.Actor;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// Tells an actor a message. The target is in the place of the callback, the message in the place of the state.
/// </summary>
/// <remarks>Does not run on the loop, so that a blocked loop does not delay the message.</remarks>
internal sealed class TellInvoker : CallInvoker
{
    /// <summary>Tells without a sender.</summary>
    private static readonly TellInvoker WithoutSender = new();

    /// <summary>Tells an actor a message of its own: the target is the sender.</summary>
    private static readonly TellInvoker ToSelf = new();

    /// <summary>Tells with any other sender: the callback is a <see cref="Route"/>.</summary>
    private static readonly TellInvoker WithSender = new();

    private TellInvoker()
    {
    }

    public override bool RunsOnLoop => false;

    /// <summary>
    /// Returns invoker and callback for a message to <paramref name="target"/> from <paramref name="sender"/>.
    /// </summary>
    public static (CallInvoker Invoker, object Callback) For(IActorRef target, object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        if (sender is null)
            return (WithoutSender, target);
        return ReferenceEquals(sender, target) ? (ToSelf, target) : (WithSender, new Route(target, sender));
    }

    public override IActorRef TargetOf(object callback) => (callback as Route)?.Target ?? (IActorRef)callback;

    public override void Invoke(object callback, object? state)
    {
        if (ReferenceEquals(this, WithSender))
            ((Route)callback).Target.Tell(state, ((Route)callback).Sender);
        else
            ((IActorRef)callback).Tell(state, ReferenceEquals(this, ToSelf) ? (IActorRef)callback : ActorRefs.NoSender);
    }

    public override string Describe(object callback, object? state) =>
        $"{(state is IWrappedCall { Message: var message } ? message : state)?.GetType().Name} to {ObjectText.Of(TargetOf(callback))}";

    private sealed record Route(IActorRef Target, IActorRef Sender);
}
