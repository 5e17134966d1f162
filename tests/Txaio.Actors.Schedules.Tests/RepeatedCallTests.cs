using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>A repeated call that threads end while another runs it and schedules its next run.</summary>
public sealed class RepeatedCallTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Repeated_call_that_threads_cancel_while_it_runs_is_cancelled_once_and_leaves_nothing() =>
        Schedules.Explore(static () =>
        {
            using var timers = new TestTimers();
            var timer = timers.New(Length);
            var call = Start(timers, timer);
            bool one = false, other = false;
            Schedules.Run(
                () => RunAt(timers, Length * 2),
                () => one = call.Cancel(),
                () => other = call.Cancel());
            Schedules.Check(one != other, $"the cancels returned {one} and {other}");
            Schedules.Check(timer.PendingCalls == 0, $"{timer.PendingCalls} calls are pending after the cancel");
            var runs = call.Runs;
            RunAt(timers, Length * 100);
            Schedules.Check(call.Runs == runs, "the call ran after its cancel");
        });

    [Fact]
    public void Repeated_call_ends_with_its_timer_also_while_it_runs() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var timer = timers.New(Length);
        var call = Start(timers, timer);
        Schedules.Run(() => RunAt(timers, Length * 2), () => timer.TryClose());
        RunAt(timers, Length * 100);
        Schedules.Check(!call.IsActive, "the call of a closed timer is active");
        Schedules.Check(!call.Cancel(), "a cancel found the call of a closed timer");
    });

    [Fact]
    public void Repeated_call_begins_no_run_after_its_cancel() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var begun = 0L;
        var runs = -1L;
        var call = Start(timers, timers.New(Length), () => begun++);
        Schedules.Run(
            () => RunAt(timers, Length * 2),
            () =>
            {
                call.Cancel();
                runs = call.Runs;
            });
        Schedules.Check(call.Runs == runs, $"{call.Runs} runs, {runs} of them before the end of the cancel");
        Schedules.Check(begun == runs, $"the callback ran {begun} times in {runs} runs");
    });

    private static RepeatedCall Start(TestTimers timers, BatchedTimer timer) => Start(timers, timer, static () => { });

    private static RepeatedCall Start(TestTimers timers, BatchedTimer timer, Action callback) => RepeatedRuns.Start(
        () => timers.Scheduler.Now,
        (delay, runs, _) => timer.Schedule(delay, CallbackInvoker.OffLoop, runs, null),
        RepeatedPlan.Of(Length, callback, MissedTicks.Skip, runNow: false),
        CancellationToken.None);

    private static void RunAt(TestTimers timers, TimeSpan time)
    {
        timers.Scheduler.Now = time.Ticks;
        timers.Scheduler.RunDue();
    }
}
