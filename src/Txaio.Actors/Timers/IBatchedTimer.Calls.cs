using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>
/// More forms of <c>CallLater</c>: with async callbacks, and with tokens. Each stands on one of the two that an
/// implementation writes.
/// </content>
public partial interface IBatchedTimer
{
    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>, for an async callback.</summary>
    /// <remarks>
    /// What it throws before its first <c>await</c> that has to wait is collected with the other failures of its
    /// bucket. The bucket does not wait for it any longer: a later failure is reported alone.
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
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">What to run.</param>
    /// <param name="cancellationToken">
    /// Cancels the call until it runs; one that is cancelled already keeps it from ever running. It keeps nothing of a
    /// call that has run, was cancelled, or whose timer was disposed.
    /// </param>
    /// <returns>The call, which can be cancelled by its handle, too.</returns>
    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    sealed DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, callback, cancellationToken);

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call until it runs.</summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, AsyncCall.Of(null, callback), cancellationToken);

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
            CallLater, delay, AsyncCall.Of(null, callback, cancellationToken, cancellationToken), cancellationToken);

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> in about <paramref name="delay"/>. The sender is
    /// the actor this is called in, else none; also after an <c>await</c> that left the actor.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/>
    sealed DelayedCall CallLater(TimeSpan delay, IActorRef target, object message) =>
        CallLater(delay, target, message, ActorCell.GetCurrentSelfOrNoSender());
}
