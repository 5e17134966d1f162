using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The calls of a loop that are not due yet: the slots, the heap and the wake-ups.</summary>
public sealed class DelayedCallTests
{
    [Fact]
    public void Call_that_is_reset_while_it_becomes_due_runs_once() => Schedules.Explore(static () =>
    {
        using var scheduler = new TestScheduler();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        var call = new Call();
        call.Add(delayed, 1);
        Schedules.Run(
            scheduler.RunDue,
            () => call.Handle.Reset(TimeSpan.FromTicks(2)),
            () => call.Handle.Reset(TimeSpan.Zero));
        scheduler.RunDue();
        Schedules.Check(call.Runs == 1, $"the call ran {call.Runs} times");
    });

    [Fact]
    public void Call_that_becomes_due_runs_exactly_when_it_was_not_cancelled() => Schedules.Explore(static () =>
    {
        using var scheduler = new TestScheduler();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        Call one = new(), kept = new(), other = new();
        one.Add(delayed, 2);
        var cancels = 0;
        Schedules.Run(
            scheduler.RunDue,
            () => Cancel(one),
            () =>
            {
                kept.Add(delayed, 1);
                other.Add(delayed, 3);
                Cancel(other);
            });
        scheduler.RunDue();
        Schedules.Check(kept.Runs == 1, $"the call that no thread cancelled ran {kept.Runs} times");
        Schedules.Check(
            one.Runs + other.Runs + cancels == 2, $"{one.Runs + other.Runs} calls ran, {cancels} were cancelled");
        Schedules.Check(delayed.Count == 0, $"{delayed.Count} calls are left");

        void Cancel(Call call)
        {
            if (call.Handle.Cancel())
                Interlocked.Increment(ref cancels);
        }
    });

    [Fact]
    public void Earlier_call_has_a_wake_up_whatever_the_wake_ups_of_others_do() => Schedules.Explore(static () =>
    {
        using var scheduler = new TestScheduler();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        var calls = Enumerable.Range(0, 3).Select(static _ => new Call()).ToArray();
        Schedules.Run(
            () => calls[0].Add(delayed, 3),
            () => calls[1].Add(delayed, 2),
            () => calls[2].Add(delayed, 1),
            scheduler.RunDue);
        scheduler.RunDue();
        foreach (var call in calls)
            Schedules.Check(call.Runs == 1, $"a call ran {call.Runs} times");
    });

    [Fact]
    public void Call_that_is_added_while_the_loop_closes_is_refused_runs_or_is_dropped() => Schedules.Explore(static () =>
    {
        using var scheduler = new TestScheduler();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        Call one = new(), other = new();
        bool added = false, addedToo = false;
        Schedules.Run(
            () => added = one.Add(delayed, 1),
            () => addedToo = other.Add(delayed, TimeSpan.TicksPerDay),
            scheduler.RunDue,
            () => delayed.Close());
        scheduler.RunDue();
        Schedules.Check(one.Runs + one.Drops == (added ? 1 : 0), $"ran {one.Runs}, dropped {one.Drops}, added: {added}");
        Schedules.Check(other.Drops == (addedToo ? 1 : 0), $"dropped {other.Drops}, added: {addedToo}");
        Schedules.Check(delayed.Count == 0, $"{delayed.Count} calls are left");
    });

    [Fact]
    public void Call_with_a_token_ends_once() => Schedules.Explore(static () =>
    {
        using var scheduler = new TestScheduler();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        using var source = new CancellationTokenSource();
        int runs = 0, cancels = 0;
        var call = TokenCall.Schedule(
            (delay, callback) =>
            {
                var inner = new Call { Callback = callback };
                inner.Add(delayed, delay.Ticks);
                return inner.Handle;
            },
            TimeSpan.FromTicks(1),
            () =>
            {
                Schedules.Check(!source.IsCancellationRequested, "the call of a cancelled token runs");
                runs++;
            },
            source.Token);
        Schedules.Run(scheduler.RunDue, source.Cancel, () => cancels += call.Cancel() ? 1 : 0);
        scheduler.RunDue();
        Schedules.Check(runs + cancels <= 1, $"the call ran {runs} times and was cancelled {cancels} times");
        Schedules.Check(!call.IsActive, "the ended call is active");
    });

    private sealed class Call : ICallback, IDroppedCall
    {
        public DelayedCall Handle;
        private int _runs;
        private int _drops;

        public Action? Callback { get; init; }

        public int Runs => Volatile.Read(ref _runs);

        public int Drops => Volatile.Read(ref _drops);

        public bool Add(DelayedCalls calls, long delay)
        {
            var now = TestSystem.Loop.Now;
            return calls.TryAdd(new WorkItem(CallbackInvoker.OffLoop, this, null, null), now + delay, now, out Handle);
        }

        public void Run(object? state)
        {
            Interlocked.Increment(ref _runs);
            Callback?.Invoke();
        }

        public void Dropped() => Interlocked.Increment(ref _drops);

        public string Describe(object? state) => "a call";
    }
}
