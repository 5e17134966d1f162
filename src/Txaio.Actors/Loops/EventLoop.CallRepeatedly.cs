using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Calls that run again and again.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// Runs <paramref name="callback"/> on the loop every <paramref name="interval"/> (<c>LoopingCall</c> of Twisted).
    /// </summary>
    /// <remarks>
    /// <para>The ticks are fixed when the call is made: tick n is due n intervals later, however late runs are. Runs
    /// never overlap; those of an async callback last until its task has completed. Ticks that were due meanwhile, or
    /// while the loop was busy, are missed: <paramref name="missed"/> says whether they are skipped or caught up.</para>
    /// <para>A failure of the callback is reported, and the call goes on. (A <c>LoopingCall</c> ends.) The execution
    /// context flows. A full loop refuses the call only when it is made. The call ends with its loop.</para>
    /// </remarks>
    /// <param name="interval">The time between two ticks: positive, at most 36,500 days.</param>
    /// <param name="callback">The callback.</param>
    /// <param name="missed">What happens to missed ticks.</param>
    /// <param name="runNow">Whether there is a tick at once, too; else the first one is after an interval.</param>
    /// <param name="cancellationToken">
    /// Ends the call, as cancelling what is returned does. One that is cancelled already keeps it from ever running. It
    /// is not given to the callback, and keeps nothing of a call that has ended.
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
    /// As the form with an <see cref="Action"/>, for an async callback: the next run begins when the task of the run
    /// before it has completed.
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
    /// As the form with an <see cref="Action"/>; the callback is given the number of ticks since its last run: 1, or
    /// more where ticks were skipped (<c>LoopingCall.withCount</c> of Twisted).
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
    /// As the form with a <see cref="Func{T}"/> of a task; the callback is given the number of ticks since its last
    /// run began: 1, or more where ticks were skipped.
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
