using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <content>Repeated calls, and the timers of actors.</content>
public partial interface ITxaio
{
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
