using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>
/// More forms of <c>CallLater</c>: with async callbacks, and with tokens. Each stands on one of the two that an
/// implementation writes.
/// </content>
public partial interface ITxaio
{
    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>, for an async callback.</summary>
    /// <remarks>
    /// What it throws is reported, also after an <c>await</c>: one report for each failure. The call is over when the
    /// callback returns its task, and a call that is over cannot be cancelled.
    /// </remarks>
    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback) => CallLater(delay, AsyncCall.Of(Loop, callback));

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="CallLater{TState}(TimeSpan, Action{TState}, TState)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater<TState>(TimeSpan delay, Func<TState, Task> callback, TState state) =>
        CallLater(delay, AsyncCall.Of(Loop, callback, state));

    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>; the token cancels the call.</summary>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">The callback.</param>
    /// <param name="cancellationToken">
    /// Cancels the call until it runs; one that is cancelled already keeps it from ever running. It keeps nothing of a
    /// call that has run or was cancelled.
    /// </param>
    /// <returns>The call, which can be cancelled by its handle, too.</returns>
    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    sealed DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, callback, cancellationToken);

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call until it runs.</summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, AsyncCall.Of(Loop, callback), cancellationToken);

    /// <summary>
    /// As <see cref="CallLater(TimeSpan, Action, CancellationToken)"/>; the callback is given the token, too.
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
    /// As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call, and is given to the callback,
    /// which may end by it: an <see cref="OperationCanceledException"/> is no failure once the token is cancelled.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(
            CallLater, delay, AsyncCall.Of(Loop, callback, cancellationToken, cancellationToken), cancellationToken);

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> after <paramref name="delay"/>. The sender is
    /// the actor this is called in, else none.
    /// </summary>
    /// <remarks>
    /// After an <c>await</c> that left the actor there is no sender either: give it with
    /// <see cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/>, or the target's answer goes to dead letters.
    /// </remarks>
    /// <inheritdoc cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/>
    sealed DelayedCall CallLater(TimeSpan delay, IActorRef target, object message) =>
        CallLater(delay, target, message, ActorCell.GetCurrentSelfOrNoSender());
}
