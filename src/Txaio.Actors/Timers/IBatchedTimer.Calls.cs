using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>
/// Overloads of <c>CallLater</c> with async callbacks and with tokens. They call the overloads that an implementation
/// provides.
/// </content>
public partial interface IBatchedTimer
{
    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>, for an async callback.</summary>
    /// <remarks>
    /// An exception that the callback throws before it returns its task is reported with the other exceptions of the
    /// bucket. The bucket does not wait for the task: a later exception is reported alone.
    /// </remarks>
    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback) =>
        CallLater(delay, AsyncCall.Of(null, callback));

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="CallLater{TState}(TimeSpan, Action{TState}, TState)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater<TState>(TimeSpan delay, Func<TState, Task> callback, TState state) =>
        CallLater(delay, AsyncCall.Of(null, callback, state));

    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>; the token cancels the call.</summary>
    /// <inheritdoc cref="ITxaio.CallLater(TimeSpan, Action, CancellationToken)" path="/param|/returns|/exception"/>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    sealed DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, callback, cancellationToken);

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call until it runs.</summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, AsyncCall.Of(null, callback), cancellationToken);

    /// <summary>
    /// As <see cref="CallLater(TimeSpan, Action, CancellationToken)"/>; the callback also gets the token.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    sealed DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return TokenCall.Schedule(
            CallLater, delay, StateInvoker.Close(callback, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call, and the callback gets the token.
    /// An <see cref="OperationCanceledException"/> of the callback is no failure once the token is cancelled.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(
            CallLater, delay, AsyncCall.Of(null, callback, cancellationToken, cancellationToken), cancellationToken);

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> in about <paramref name="delay"/>. The sender is
    /// the calling actor. Outside of actors, and after an <c>await</c> that left the actor, there is no sender.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/>
    sealed DelayedCall CallLater(TimeSpan delay, IActorRef target, object message) =>
        CallLater(delay, target, message, ActorCell.GetCurrentSelfOrNoSender());
}
