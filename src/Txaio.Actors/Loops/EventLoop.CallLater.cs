using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Calls after a delay, in the forms of <see cref="ITxaio"/>.</content>
public sealed partial class EventLoop
{
    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Action)"/>
    /// <exception cref="ArgumentNullException">The callback is null.</exception>
    public DelayedCall CallLater(TimeSpan delay, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return CallLater(delay, ActionInvoker.Instance, callback, null, ExecutionContext.Capture());
    }

    /// <inheritdoc cref="ITxaio.CallLater{TState}(TimeSpan, Action{TState}, TState)"/>
    /// <exception cref="ArgumentNullException">The callback is null.</exception>
    public DelayedCall CallLater<TState>(TimeSpan delay, Action<TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return CallLater(delay, StateInvoker.For<TState>(), callback, state, ExecutionContext.Capture());
    }

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public DelayedCall CallLater(TimeSpan delay, Func<Task> callback) => CallLater(delay, AsyncCall.Of(this, callback));

    /// <inheritdoc cref="ITxaio.CallLater{TState}(TimeSpan, Func{TState, Task}, TState)"/>
    [OverloadResolutionPriority(1)]
    public DelayedCall CallLater<TState>(TimeSpan delay, Func<TState, Task> callback, TState state) =>
        CallLater(delay, AsyncCall.Of(this, callback, state));

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Action, CancellationToken)"/>
    public DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, callback, cancellationToken);

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Func{Task}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, AsyncCall.Of(this, callback), cancellationToken);

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Action{CancellationToken}, CancellationToken)"/>
    public DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return TokenCall.Schedule(
            CallLater, delay, StateInvoker.Close(callback, cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Func{CancellationToken, Task}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(
            CallLater, delay, AsyncCall.Of(this, callback, cancellationToken, cancellationToken), cancellationToken);

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, IActorRef, object)"/>
    public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message) =>
        CallLater(delay, target, message, ActorCell.GetCurrentSelfOrNoSender());

    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, IActorRef, object, IActorRef)"/>
    /// <exception cref="ArgumentNullException">The target or the message is null.</exception>
    public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender)
    {
        var (invoker, callback) = TellInvoker.For(target, message, sender);
        return CallLater(delay, invoker, callback, message, null);
    }
}
