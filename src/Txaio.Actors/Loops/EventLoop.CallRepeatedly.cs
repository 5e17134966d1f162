using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Repeated calls.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// Runs <paramref name="callback"/> on the loop every <paramref name="interval"/> (<c>LoopingCall</c> of Twisted).
    /// </summary>
    /// <remarks>
    /// <para>The ticks are fixed when the call is made: tick n is due n intervals after that time, even if runs are
    /// late. Runs never overlap. A run of an async callback lasts until the callback's task has completed. Ticks that
    /// are due during a run, or while the loop is busy, are missed: <paramref name="missed"/> sets whether missed ticks
    /// are skipped or caught up.</para>
    /// <para>A failure of the callback is reported, and the call continues. (In Twisted, a failure ends a
    /// <c>LoopingCall</c>.) The execution context flows. A loop at its capacity can refuse the call when it is made,
    /// but does not refuse later runs. The call ends when its loop ends.</para>
    /// </remarks>
    /// <param name="interval">The time between two ticks: positive, at most 36,500 days.</param>
    /// <param name="callback">The callback.</param>
    /// <param name="missed">Whether missed ticks are skipped or caught up.</param>
    /// <param name="runNow">True: the first tick is due at once. False: after one interval.</param>
    /// <param name="cancellationToken">
    /// Ends the call, as <c>Cancel</c> of the returned call does. If the token is cancelled already, the callback never
    /// runs. The callback does not get the token. The token holds no reference to a call that has ended.
    /// </param>
    /// <returns>The call, which can be cancelled.</returns>
    /// <exception cref="ArgumentNullException">The callback is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <summary>
    /// As the overload with an <see cref="Action"/>, for an async callback: no run begins before the task of the
    /// previous run has completed.
    /// </summary>
    /// <inheritdoc cref="CallRepeatedly(TimeSpan, Action, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <summary>
    /// As the overload with an <see cref="Action"/>; the callback gets the number of ticks since its previous run: 1,
    /// or more if ticks were skipped (<c>LoopingCall.withCount</c> of Twisted).
    /// </summary>
    /// <inheritdoc cref="CallRepeatedly(TimeSpan, Action, MissedTicks, bool, CancellationToken)"/>
    public RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Action<long> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    /// <summary>
    /// As the overload with a <see cref="Func{T}"/> of a task; the callback gets the number of ticks since its previous
    /// run began: 1, or more if ticks were skipped.
    /// </summary>
    /// <inheritdoc cref="CallRepeatedly(TimeSpan, Action, MissedTicks, bool, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public RepeatedCall CallRepeatedly(
        TimeSpan interval,
        Func<long, Task> callback,
        MissedTicks missed = MissedTicks.Skip,
        bool runNow = false,
        CancellationToken cancellationToken = default) =>
        Repeat(RepeatedPlan.Of(interval, callback, missed, runNow), cancellationToken);

    private RepeatedCall Repeat(RepeatedPlan plan, CancellationToken token)
    {
        var context = ExecutionContext.Capture();
        return RepeatedRuns.Start(() => Now, Arm, plan, token);

        DelayedCall Arm(TimeSpan delay, RepeatedRuns runs, bool isFirst) => isFirst
            ? CallLater(delay, CallbackInvoker.OnLoop, runs, null, context)
            : CallAgain(delay, CallbackInvoker.OnLoop, runs, null, context);
    }
}
