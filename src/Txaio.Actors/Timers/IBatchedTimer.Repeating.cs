using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <content>Calls that run again and again, and those of actors.</content>
public partial interface IBatchedTimer
{
    /// <summary>
    /// Runs <paramref name="callback"/> on the loop about every <paramref name="interval"/>: tick n is due n intervals
    /// after the call is made, and rounded to a bucket as other calls are.
    /// </summary>
    /// <remarks>
    /// <para>Runs never overlap; those of an async callback last until its task has completed. Ticks that were due
    /// meanwhile, or while the loop was busy, are missed: <paramref name="missed"/> says whether they are skipped or
    /// caught up.</para>
    /// <para>A failure of the callback is reported with those of its bucket, and the call goes on. A full loop refuses
    /// the call only when it is made. The call ends with its loop, and when the timer is disposed.</para>
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Action, MissedTicks, bool, CancellationToken)"/>
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Func{Task}, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Action{long}, MissedTicks, bool, CancellationToken)"/>
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action<long> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Func{long, Task}, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<long, Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <summary>
    /// Makes the timers of an actor, by which it tells itself messages by this timer, and sets
    /// <see cref="IWithTimers.Timers"/> to them. Called with <c>this</c> in the actor's constructor or while it handles
    /// a message.
    /// </summary>
    /// <remarks>
    /// An actor has one of these at a time: a second call ends the messages of the first. A restarted actor makes its
    /// own in its constructor. Not from txaio.
    /// </remarks>
    /// <param name="actor">The actor that calls this.</param>
    /// <returns>The timers.</returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in an actor.</exception>
    sealed ActorTimers MakeActorTimers(IWithTimers actor) => ActorClocks.On(this, actor);

    /// <summary>The time of the clock that delays are measured on, in ticks.</summary>
    internal long Now => TimeProvider.System.GetElapsedTime(0).Ticks;

    /// <summary>Schedules the next run of a call that repeats: a full loop does not refuse it.</summary>
    internal DelayedCall ScheduleAgain(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        Schedule(delay, invoker, callback, state);

    private RepeatedCall Repeat(RepeatedPlan plan, CancellationToken token)
    {
        return RepeatedRuns.Start(() => Now, Arm, plan, token);

        DelayedCall Arm(TimeSpan delay, RepeatedRuns runs, bool isFirst) => isFirst
            ? Schedule(delay, CallbackInvoker.OnLoop, runs, null)
            : ScheduleAgain(delay, CallbackInvoker.OnLoop, runs, null);
    }
}
