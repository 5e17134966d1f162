using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Calls whose thread has found the loop or timer open, and then the scheduler shut down: the actor system has ended in
/// between. Callers see the end of the loop, and not the scheduler's exception.
/// </summary>
public sealed class EndedSchedulerTests : LoopTestKit
{
    [Fact]
    public void Call_of_a_loop_that_closes_while_its_wake_up_is_scheduled_is_dropped()
    {
        using var scheduler = new EndingScheduler();
        var calls = new DelayedCalls(Loop, scheduler);
        scheduler.Ends = () => calls.Close();
        var call = new Call();

        var isAdded = calls.TryAdd(new WorkItem(CallbackInvoker.OffLoop, call, null, null), Second.Ticks, 0, out var handle);

        Assert.True(isAdded);
        Assert.Equal((0, 1), (call.Runs, call.Drops));
        Assert.False(handle.IsActive);
    }

    [Fact]
    public void Exception_of_a_scheduler_reaches_the_caller_while_the_loop_runs()
    {
        using var scheduler = new EndingScheduler();
        var calls = new DelayedCalls(Loop, scheduler);

        Assert.Throws<SchedulerException>(() => calls.TryAdd(
            new WorkItem(CallbackInvoker.OffLoop, new Call(), null, null), Second.Ticks, 0, out _));
    }

    [Fact]
    public void Call_after_an_exception_of_the_scheduler_has_a_wake_up_of_its_own()
    {
        using var scheduler = new EndingScheduler();
        var calls = new DelayedCalls(Loop, scheduler);
        var call = new WorkItem(CallbackInvoker.OffLoop, new Call(), null, null);
        Assert.Throws<SchedulerException>(() => calls.TryAdd(call, Second.Ticks, 0, out _));
        scheduler.HasRecovered = true;

        Assert.True(calls.TryAdd(call, Second.Ticks * 2, 0, out _));

        Assert.Equal(1, scheduler.Entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void Call_of_a_timer_without_a_loop_is_refused_by_the_end_of_the_system(int seconds)
    {
        using var scheduler = new EndingScheduler();
        var host = new TimerHost(
            (ExtendedActorSystem)Sys,
            scheduler,
            VirtualDispatcherId,
            new FailureReporter(Sys, reportsUnobserved: false),
            new Deliveries(static _ => { }, static (_, _, _) => { }))
        {
            Clock = new TimerClock(scheduler, isReal: false),
        };
        var timer = BatchedTimer.WithoutLoop(host, "own", Second);
        var call = new Call();

        Assert.Throws<LoopTerminatedException>(
            () => timer.Schedule(Second * seconds, CallbackInvoker.OffLoop, call, null));
        Assert.Equal((0, 0), (call.Runs, timer.PendingCalls));
    }

    private sealed class Call : ICallback, IDroppedCall
    {
        public int Runs { get; private set; }

        public int Drops { get; private set; }

        public void Run(object? state) => Runs++;

        public void Dropped() => Drops++;

        public string Describe(object? state) => "a call";
    }

    /// <summary>A scheduler that shuts down just before it gets an entry, until it has recovered.</summary>
    private sealed class EndingScheduler() : SchedulerBase(ConfigurationFactory.Empty, NoLogger.Instance), IDisposable
    {
        public Action? Ends { get; set; }

        public bool HasRecovered { get; set; }

        public int Entries { get; private set; }

        public override TimeSpan MonotonicClock => TimeSpan.Zero;

        public override TimeSpan HighResMonotonicClock => TimeSpan.Zero;

        protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch;

        public void Dispose()
        {
        }

        protected override void InternalScheduleTellOnce(
            TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) => Take();

        protected override void InternalScheduleTellRepeatedly(
            TimeSpan initialDelay,
            TimeSpan interval,
            ICanTell receiver,
            object message,
            IActorRef sender,
            ICancelable cancelable) => Take();

        protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Take();

        protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Take();

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) => Take();

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) => Take();

        private void Take()
        {
            if (HasRecovered)
            {
                Entries++;
                return;
            }

            Ends?.Invoke();
            throw new SchedulerException("The scheduler has shut down.");
        }
    }
}
