using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>A batched timer: its table of buckets, and calls while their bucket fires, moves or ends.</summary>
public sealed class TimerTests
{
    private const long Ms = TimeSpan.TicksPerMillisecond;

    // Buckets that share an entry of the timer's recent buckets. They are not due soon.
    private const long Far = 6_400_000 * Ms;
    private const long SharesEntry = Far + (64 * 100 * Ms);

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Call_of_a_bucket_that_ends_is_cancelled_at_most_once() => Schedules.Explore(static () =>
    {
        var bucket = new Bucket(TestSystem.Timer, 1_000_000, 1_000_000, 1);
        var call = new Call();
        bucket.TryAdd(CallbackInvoker.OnLoop, call, null, out call.Handle);
        var cancels = 0;
        Schedules.Run(Cancel, Cancel, bucket.End);
        Schedules.Check(cancels <= 1, "the call was cancelled twice");
        Schedules.Check(!call.Handle.IsActive, "the call of an ended bucket is active");

        void Cancel()
        {
            if (call.Handle.Cancel())
                Interlocked.Increment(ref cancels);
        }
    });

    [Fact]
    public void Call_that_threads_schedule_and_cancel_while_its_bucket_fires_runs_or_is_cancelled() =>
        Schedules.Explore(static () =>
        {
            using var timers = new TestTimers();
            var timer = timers.New(Length);
            Call first = new(), kept = new(), cancelled = new();
            first.Schedule(timer, 0);
            Schedules.Run(
                () => kept.Schedule(timer, 0),
                () =>
                {
                    cancelled.Schedule(timer, 0);
                    cancelled.Cancel();
                },
                timers.Scheduler.RunDue,
                first.Cancel);
            timers.Scheduler.RunDue();
            first.CheckOnce();
            cancelled.CheckOnce();
            kept.CheckOnce();
            Schedules.Check(kept.Runs == 1, "the call that no thread cancelled did not run");
            Schedules.Check(timer.PendingCalls == 0, $"{timer.PendingCalls} calls are pending at the end");
            Schedules.Check(timer.OpenBuckets == 0, $"{timer.OpenBuckets} buckets are left");
        });

    // The steps of the bucket's actor and of the loop, each on a thread.
    [Fact]
    public void Call_that_is_cancelled_between_its_chunk_and_its_turn_on_the_loop_does_not_run() =>
        Schedules.Explore(static () =>
        {
            using var timers = new TestTimers();
            var bucket = new Bucket(timers.New(Length), 0, 0, 0);
            var calls = Enumerable.Range(0, 3).Select(static _ => new Call()).ToArray();
            foreach (var call in calls)
                bucket.TryAdd(CallbackInvoker.OnLoop, call, null, out call.Handle);
            var late = new Call();
            var added = false;
            Schedules.Run(
                () =>
                {
                    List<SlotCall> direct = [];
                    for (var chunks = BucketClock.Chunks(bucket.BeginFiring(), 2); chunks > 0; chunks--)
                        RunOnLoop(bucket, bucket.TakeChunk(2, direct));
                },
                calls[1].Cancel,
                () => added = bucket.TryAdd(CallbackInvoker.OnLoop, late, null, out late.Handle));
            foreach (var call in calls)
                call.CheckOnce();
            Schedules.Check(late.Runs == (added ? 1 : 0), $"the late call ran {late.Runs} times, added: {added}");
        });

    [Fact]
    public void Empty_bucket_goes_and_no_call_goes_with_it() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var timer = timers.New(Length);
        Call one = new(), other = new(), kept = new();
        one.Schedule(timer, Far);
        Schedules.Run(
            one.Cancel,
            () =>
            {
                other.Schedule(timer, SharesEntry);
                other.Cancel();
            },
            () => kept.Schedule(timer, Far));
        Schedules.Check(one.Cancels == 1 && other.Cancels == 1, "a pending call was not cancelled");
        Schedules.Check(kept.Handle.IsActive, "the call is lost");
        Schedules.Check(timer.PendingCalls == 1, $"{timer.PendingCalls} calls are pending");
        kept.Cancel();
        // The bucket that was used last may stay.
        Schedules.Check(timer.OpenBuckets <= 1, $"{timer.OpenBuckets} empty buckets are left");
    });

    [Fact]
    public void Call_that_is_scheduled_while_its_timer_closes_is_refused_runs_or_is_dropped() =>
        Schedules.Explore(static () =>
        {
            using var timers = new TestTimers();
            var timer = timers.New(Length);
            Call due = new(), late = new();
            Schedules.Run(
                () => due.TrySchedule(timer, 0),
                () => late.TrySchedule(timer, Far),
                timers.Scheduler.RunDue,
                () => timer.TryClose());
            timers.Scheduler.RunDue();
            due.CheckOnce();
            late.CheckOnce();
            Schedules.Check(late.Runs == 0, "a call of a closed timer ran before its time");
            Schedules.Check(!due.Handle.IsActive && !late.Handle.IsActive, "a call of a closed timer is active");
        });

    [Fact]
    public void Cancel_finds_the_call_while_a_reset_moves_it() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var timer = timers.New(Length);
        var call = new Call();
        call.Schedule(timer, Far);
        Schedules.Run(
            () => call.Handle.Reset(TimeSpan.FromHours(1)),
            () => call.Handle.Reset(TimeSpan.FromHours(2)),
            () =>
            {
                Schedules.Check(call.Handle.IsActive, "the pending call is not active");
                call.Cancel();
            });
        Schedules.Check(call.Cancels == 1, "the cancel did not find the pending call");
        Schedules.Check(timer.PendingCalls == 0, $"{timer.PendingCalls} calls are pending after the cancel");
    });

    [Fact]
    public void Call_that_is_reset_while_its_bucket_fires_runs_once() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var timer = timers.New(Length);
        var call = new Call();
        call.Schedule(timer, 0);
        var moved = false;
        Schedules.Run(timers.Scheduler.RunDue, () => moved = call.Handle.Reset(TimeSpan.FromHours(1)));
        Schedules.Check(call.Runs == (moved ? 0 : 1), $"the call ran {call.Runs} times, moved: {moved}");
        timers.Scheduler.Now = TimeSpan.TicksPerDay;
        timers.Scheduler.RunDue();
        call.CheckOnce();
        Schedules.Check(timer.PendingCalls == 0, $"{timer.PendingCalls} calls are pending at the end");
    });

    private static void RunOnLoop(Bucket bucket, Range slots)
    {
        for (var slot = slots.Start.Value; slot < slots.End.Value; slot++)
        {
            if (bucket.TryTake(slot, out var call))
                call.Invoker.Invoke(call.Callback, call.State);
        }
    }

    /// <summary>A call that runs, is cancelled, or is dropped.</summary>
    private sealed class Call : ICallback, IDroppedCall
    {
        public DelayedCall Handle;
        private bool _refused;
        private int _runs;
        private int _cancels;
        private int _drops;

        public int Runs => Volatile.Read(ref _runs);

        public int Cancels => Volatile.Read(ref _cancels);

        public void Schedule(BatchedTimer timer, long due) =>
            Handle = timer.ScheduleAt(due, CallbackInvoker.OffLoop, this);

        public void TrySchedule(BatchedTimer timer, long due)
        {
            try
            {
                Schedule(timer, due);
            }
            catch (ObjectDisposedException)
            {
                _refused = true;
            }
        }

        public void Cancel()
        {
            if (Handle.Cancel())
                Interlocked.Increment(ref _cancels);
        }

        public void Run(object? state) => Interlocked.Increment(ref _runs);

        public void Dropped() => Interlocked.Increment(ref _drops);

        public string Describe(object? state) => "a call";

        public void CheckOnce() => Schedules.Check(
            _runs + _cancels + _drops == (_refused ? 0 : 1),
            $"the call ran {_runs} times, was cancelled {_cancels} and dropped {_drops} times, refused: {_refused}");
    }
}
