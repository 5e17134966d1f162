using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <content>
/// Overloads of <c>CallLater</c> with async callbacks and with tokens, which call the overloads that an implementation
/// provides; repeated calls, and the timers of actors.
/// </content>
public partial interface ITxaio
{
    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>, for an async callback.</summary>
    /// <remarks>
    /// An exception of the callback is reported once, also when the callback throws after an <c>await</c>. The call has
    /// run when the callback has returned its task. From then on the call cannot be cancelled.
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
    /// Cancels the call, if the call has not run yet. If the token is cancelled already, the call never runs. The token
    /// holds no reference to a call that has run, was cancelled or was dropped.
    /// </param>
    /// <returns>The call's handle, which can also cancel the call.</returns>
    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    sealed DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, callback, cancellationToken);

    /// <summary>As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels a call that has not run.</summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(CallLater, delay, AsyncCall.Of(Loop, callback), cancellationToken);

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
    /// As <see cref="CallLater(TimeSpan, Func{Task})"/>; the token cancels the call, and the callback gets it.
    /// An <see cref="OperationCanceledException"/> of the callback is no failure once the token is cancelled.
    /// </summary>
    /// <inheritdoc cref="CallLater(TimeSpan, Action, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken cancellationToken) =>
        TokenCall.Schedule(
            CallLater, delay, AsyncCall.Of(Loop, callback, cancellationToken, cancellationToken), cancellationToken);

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> after <paramref name="delay"/>. The sender is
    /// the calling actor. Outside of actors the message has no sender.
    /// </summary>
    /// <remarks>
    /// Code that resumes outside of the actor after an <c>await</c> has no calling actor: the target's reply would be a
    /// dead letter. Pass the sender with <see cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/> there.
    /// </remarks>
    /// <inheritdoc cref="CallLater(TimeSpan, IActorRef, object, IActorRef)"/>
    sealed DelayedCall CallLater(TimeSpan delay, IActorRef target, object message) =>
        CallLater(delay, target, message, ActorCell.GetCurrentSelfOrNoSender());

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Action, MissedTicks, bool, CancellationToken)"/>
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Loop.CallRepeatedly(interval, callback, missed, runNow, cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Func{Task}, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Loop.CallRepeatedly(interval, callback, missed, runNow, cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Action{long}, MissedTicks, bool, CancellationToken)"/>
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action<long> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Loop.CallRepeatedly(interval, callback, missed, runNow, cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Func{long, Task}, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<long, Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Loop.CallRepeatedly(interval, callback, missed, runNow, cancellationToken);

    /// <summary>
    /// Makes the timers of an actor, and sets <see cref="IWithTimers.Timers"/> to the new timers. With the timers, the
    /// actor tells itself messages at times of the loop's clock. The actor calls this method with <c>this</c>, in its
    /// constructor or while it handles a message.
    /// </summary>
    /// <remarks>
    /// An actor has only one set of timers at a time: a second call ends the timers of the first call. A restarted
    /// actor makes new timers in its constructor. Not from txaio.
    /// </remarks>
    /// <param name="actor">The actor that calls this method.</param>
    /// <returns>The timers.</returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in an actor.</exception>
    sealed ActorTimers MakeActorTimers(IWithTimers actor) => ActorClocks.On(Loop, actor);
}
