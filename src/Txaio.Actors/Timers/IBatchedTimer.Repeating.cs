using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.ForActors;

namespace Txaio.Actors;

/// <content>Repeated calls, and the timers of actors.</content>
public partial interface IBatchedTimer
{
    /// <summary>
    /// Runs <paramref name="callback"/> on the loop about every <paramref name="interval"/>. Tick n is due n intervals
    /// after this method is called; each due time is rounded to a bucket.
    /// </summary>
    /// <remarks>
    /// <para>Runs never overlap; the run of an async callback lasts until the callback's task has completed. A tick
    /// that is due during a run, or while the loop is busy, is missed: <paramref name="missed"/> says whether the call
    /// skips or catches up missed ticks.</para>
    /// <para>A failure of the callback is reported with the other failures of the bucket, and the call continues. A
    /// loop at its capacity refuses a new repeated call, but never the next run of a repeated call. The call ends when
    /// its loop ends or the timer is disposed.</para>
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

    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Func{Task}, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    /// <inheritdoc cref="EventLoop.CallRepeatedly(TimeSpan, Action{long}, MissedTicks, bool, CancellationToken)"/>
    sealed RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action<long> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
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
    /// Makes the timers of an actor, which tell the actor messages by this batched timer, and sets
    /// <see cref="IWithTimers.Timers"/>. The actor passes <c>this</c>, in its constructor or while it handles a
    /// message.
    /// </summary>
    /// <remarks>
    /// An actor has one object of this type at a time: a second call cancels the messages of the first object. A
    /// restarted actor makes new timers in its constructor. Not from txaio.
    /// </remarks>
    /// <param name="actor">The actor that calls this.</param>
    /// <returns>The timers.</returns>
    /// <exception cref="InvalidOperationException">The calling code does not run in an actor.</exception>
    sealed ActorTimers MakeActorTimers(IWithTimers actor) => ActorClocks.On(this, actor);

    /// <summary>The current time of the clock that measures delays, in ticks.</summary>
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
