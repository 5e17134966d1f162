using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The buckets of a batched timer, and the calls of a loop that are not due yet.</summary>
public sealed class TimerTests
{
    [Fact]
    public void Call_of_a_bucket_that_ends_is_cancelled_at_most_once() => Schedules.ExploreSpinning(static () =>
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
    public void Call_that_is_reset_while_it_becomes_due_runs_once() => Schedules.ExploreSpinning(static () =>
    {
        using var scheduler = new WakeUps();
        var delayed = new DelayedCalls(TestSystem.Loop, scheduler);
        var call = new Call();
        var now = TestSystem.Loop.Now;
        delayed.TryAdd(
            new WorkItem(CallbackInvoker.OffLoop, call, null, null), now + 1, now, out call.Handle);
        Schedules.Run(
            scheduler.RunAll,
            () => call.Handle.Reset(TimeSpan.FromTicks(2)),
            () => call.Handle.Reset(TimeSpan.Zero));
        scheduler.RunAll();
        call.Check();
    });

    private sealed class Call : ICallback
    {
        public DelayedCall Handle;
        private int _runs;

        public void Run(object? state) => Interlocked.Increment(ref _runs);

        public string Describe(object? state) => "a call";

        public void Check() => Schedules.Check(_runs == 1, $"the call ran {_runs} times");
    }

    /// <summary>A scheduler whose entries run when the test says so. All of them are due.</summary>
    private sealed class WakeUps() : SchedulerBase(ConfigurationFactory.Empty, NoLogger.Instance), IDisposable
    {
        private readonly ConcurrentQueue<(IRunnable Action, ICancelable Cancelable)> _entries = new();

        public override TimeSpan MonotonicClock => TestSystem.System.Scheduler.MonotonicClock;

        public override TimeSpan HighResMonotonicClock => TestSystem.System.Scheduler.HighResMonotonicClock;

        protected override DateTimeOffset TimeNow => DateTimeOffset.UtcNow;

        public void RunAll()
        {
            while (_entries.TryDequeue(out var entry))
            {
                if (!entry.Cancelable.IsCancellationRequested)
                    entry.Action.Run();
            }
        }

        protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
            _entries.Enqueue((action, cancelable));

        protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
            throw new NotSupportedException();

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
            throw new NotSupportedException();

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
            throw new NotSupportedException();

        protected override void InternalScheduleTellOnce(
            TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
            throw new NotSupportedException();

        protected override void InternalScheduleTellRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
            ICancelable cancelable) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
