using Txaio.Actors.Loops.Bridges;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Timers of a loop's time provider that threads change and dispose while they fire.</summary>
public sealed class LoopTimerTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan Later = TimeSpan.FromDays(1);

    [Fact]
    public void Disposed_timer_has_no_callback_that_runs_or_will_run() => Schedules.Explore(static () =>
    {
        var isDisposed = 0;
        var timer = new LoopTimer(
            TestLoop.Loop,
            _ => Schedules.Check(Volatile.Read(ref isDisposed) == 0, "a callback runs after the disposal"),
            null,
            null);
        ValueTask disposal = default;
        Schedules.Run(
            () => timer.Change(TimeSpan.Zero, Later),
            () => timer.Change(TimeSpan.Zero, Never),
            () =>
            {
                disposal = timer.DisposeAsync();
                if (disposal.IsCompleted)
                    Volatile.Write(ref isDisposed, 1);
            });
        Schedules.Check(disposal.IsCompleted, "the disposal waits for a callback that has returned");
        Schedules.Check(!timer.Change(TimeSpan.Zero, Never), "the disposed timer was changed");
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 0, $"{TestLoop.Loop.DelayedCalls.Count} calls are left");
    });

    [Fact]
    public void Timer_fires_after_its_last_change_whatever_fires_meanwhile() => Schedules.Explore(static () =>
    {
        var fired = 0;
        var timer = new LoopTimer(TestLoop.Loop, _ => Interlocked.Increment(ref fired), null, null);
        timer.Change(TimeSpan.FromTicks(1), Never);
        Schedules.Run(
            TestLoop.Scheduler.RunDue,
            () => timer.Change(TimeSpan.FromTicks(2), Never),
            () => timer.Change(TimeSpan.Zero, Never));
        Schedules.Run(TestLoop.Scheduler.RunDue);
        Schedules.Check(fired is >= 1 and <= 3, $"the timer has fired {fired} times");
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 0, $"{TestLoop.Loop.DelayedCalls.Count} calls are left");
    });

    [Fact]
    public void Timer_that_is_set_to_later_while_it_becomes_due_keeps_only_that_call() => Schedules.Explore(static () =>
    {
        var fired = 0;
        var timer = new LoopTimer(TestLoop.Loop, _ => Interlocked.Increment(ref fired), null, null);
        timer.Change(TimeSpan.FromTicks(1), Never);
        Schedules.Run(TestLoop.Scheduler.RunDue, () => timer.Change(Later, Never));
        Schedules.Check(fired <= 1, $"the timer has fired {fired} times");
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 1, $"{TestLoop.Loop.DelayedCalls.Count} calls are left");
        timer.Dispose();
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 0, "the disposed timer has a call");
    });

    [Fact]
    public void Timer_that_is_switched_off_while_it_becomes_due_has_no_call_left() => Schedules.Explore(static () =>
    {
        var timer = new LoopTimer(TestLoop.Loop, static _ => { }, null, null);
        timer.Change(TimeSpan.FromTicks(1), Later);
        Schedules.Run(TestLoop.Scheduler.RunDue, () => timer.Change(Never, Later));
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 0, $"{TestLoop.Loop.DelayedCalls.Count} calls are left");
    });

    [Fact]
    public void Timer_that_is_changed_while_its_loop_closes_fires_once_or_is_set_again() => Schedules.Explore(static () =>
    {
        var fired = 0;
        var timer = new LoopTimer(TestLoop.Loop, _ => Interlocked.Increment(ref fired), null, null);
        timer.Change(Later, Never);
        Schedules.Run(
            () => timer.FireAtClose(),
            () => timer.FireAtClose(),
            () => timer.Change(Later, Later));
        Schedules.Check(
            fired + TestLoop.Loop.DelayedCalls.Count is 1 or 2,
            $"the timer has fired {fired} times, and {TestLoop.Loop.DelayedCalls.Count} calls are left");
        timer.Dispose();
        Schedules.Check(TestLoop.Loop.DelayedCalls.Count == 0, $"{TestLoop.Loop.DelayedCalls.Count} calls are left");
    });
}
