using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>What the sleeping scheduler promises beyond Akka's scheduler.</summary>
public sealed class SleepingSchedulerRulesTests() : TxaioTestKit(
    $$"""akka.scheduler { implementation = "{{SchedulerContract.Sleeping}}", shutdown-timeout = 100ms }""")
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private SleepingScheduler Scheduler => (SleepingScheduler)Sys.Scheduler;

    private IAdvancedScheduler Actions => Scheduler;

    private ITellScheduler Messages => Scheduler;

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public async Task Thread_starts_with_the_first_call_and_ends_with_the_system()
    {
        var system = Start();
        var scheduler = (SleepingScheduler)system.Scheduler;
        var thread = await ThreadOf(scheduler);
        Assert.Same(thread, await ThreadOf(scheduler));
        Assert.True(thread.IsBackground);
        await system.Terminate().WaitAsync(Limit);
        Assert.False(thread.IsAlive);
    }

    [Fact]
    public async Task Thread_does_not_start_without_a_call()
    {
        var config = Sys.Settings.Config;
        using var scheduler = new SleepingScheduler(config, Sys.Log);
        Assert.False(scheduler.HasThread);
        await ThreadOf(scheduler);
        Assert.True(scheduler.HasThread);
    }

    [Fact]
    public void Repeated_action_never_runs_twice_at_once()
    {
        var running = 0;
        var overlapped = false;
        var runs = new CountdownEvent(5);
        var repeated = Scheduler.ScheduleRepeatedlyCancelable(Ms(1), Ms(1), () =>
        {
            overlapped |= Interlocked.Increment(ref running) > 1;
            WaitUntil(Scheduler.HighResMonotonicClock + Ms(30));
            Interlocked.Decrement(ref running);
            if (!runs.IsSet)
                runs.Signal();
        });
        Assert.True(runs.Wait(Limit));
        repeated.Cancel();
        Assert.False(overlapped);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(7.5, 0)]
    [InlineData(10, 85)]
    public async Task Repetition_keeps_to_the_grid_of_its_first_due_time_without_a_burst(double interval, double stall)
    {
        var cells = new List<long>();
        var done = new TaskCompletionSource();
        var from = Scheduler.HighResMonotonicClock;
        var repeated = new Cancelable(Sys.Scheduler);
        Actions.ScheduleRepeatedly(
            Ms(interval),
            Ms(interval),
            () =>
            {
                var now = Scheduler.HighResMonotonicClock;
                cells.Add((now - from).Ticks / Ms(interval).Ticks);
                if (cells.Count == 1)
                    WaitUntil(now + Ms(stall));
                if (cells.Count < 30)
                    return;
                repeated.Cancel();
                done.TrySetResult();
            },
            repeated);
        await done.Task.WaitAsync(Limit);
        // Two runs in one cell: a run that was early, or one of a burst.
        Assert.Equal(cells.Distinct(), cells);
        Assert.True(cells[0] >= 1);
        Assert.Equal(cells.Order(), cells);
    }

    [Fact]
    public void Calls_never_run_early()
    {
        var late = new List<long>();
        var left = new CountdownEvent(200);
        for (var i = 0; i < left.InitialCount; i++)
        {
            var due = (Scheduler.HighResMonotonicClock + Ms(1 + (i % 50))).Ticks;
            Actions.ScheduleOnce(Ms(1 + (i % 50)), () =>
            {
                late.Add(Scheduler.HighResMonotonicClock.Ticks - due);
                left.Signal();
            });
        }

        Assert.True(left.Wait(Limit));
        Assert.All(late, static ticks => Assert.True(ticks >= 0));
    }

    [Fact]
    public void Delays_and_intervals_of_any_length_are_taken()
    {
        Messages.ScheduleTellOnce(TimeSpan.MaxValue, TestActor, "never", TestActor);
        Messages.ScheduleTellRepeatedly(TimeSpan.MaxValue, TimeSpan.MaxValue, TestActor, "never", TestActor);
        Messages.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.MaxValue, TestActor, "once", TestActor);
        ExpectMsg("once");
        Messages.ScheduleTellOnce(Ms(50), TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public void Null_is_refused_when_it_is_scheduled()
    {
        Assert.Throws<ArgumentNullException>(() => Messages.ScheduleTellOnce(Far, null!, "message", TestActor));
        Assert.Throws<ArgumentNullException>(() => Messages.ScheduleTellOnce(Far, TestActor, null!, TestActor));
        Assert.Throws<ArgumentNullException>(() => Actions.ScheduleOnce(Far, (Action)null!));
        Assert.Throws<ArgumentNullException>(() => Actions.ScheduleRepeatedly(Far, Far, (IRunnable)null!));
    }

    [Fact]
    public void Action_runs_without_the_contexts_of_the_scheduling_thread_and_of_earlier_actions()
    {
        var local = new AsyncLocal<string> { Value = "of the scheduling thread" };
        for (var i = 0; i < 3; i++)
        {
            Actions.ScheduleOnce(Ms(1), () =>
            {
                var context = SynchronizationContext.Current;
                TestActor.Tell((local.Value is null, context is null, EventLoop.Current is null));
                local.Value = "of an action";
                SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            });
        }

        for (var i = 0; i < 3; i++)
            ExpectMsg((true, true, true));
    }

    [Fact]
    public void Cancelable_of_its_own_lets_go_of_the_message_at_once()
    {
        var (message, call) = ScheduleOwn();
        call.Cancel();
        GC.Collect();
        Assert.False(message.TryGetTarget(out _));
        Assert.True(call.IsCancellationRequested);
    }

    [Fact]
    public void Cancelable_of_Akka_lets_go_of_the_message_with_the_next_collection()
    {
        var (message, call) = ScheduleOfAkka();
        // From here on the scheduler's thread does not come across the entry before it is due.
        Assert.Equal(1, Scheduler.EntryCount);
        call.Cancel();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(message.TryGetTarget(out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancelled_calls_are_removed_long_before_they_are_due(bool own)
    {
        const int Count = 100_000;
        for (var i = 0; i < Count; i++)
        {
            var call = own
                ? Scheduler.ScheduleTellOnceCancelable(Far, TestActor, "never", TestActor)
                : ((IScheduler)Scheduler).ScheduleTellOnceCancelable(Far, TestActor, "never", TestActor);
            call.Cancel();
        }

        // Most have gone while others were scheduled; the collection removes the rest.
        Assert.InRange(Scheduler.EntryCount, 0, Count / 2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, Scheduler.EntryCount);
    }

    [Fact]
    public async Task Disposing_inside_an_action_does_not_wait_for_that_action()
    {
        var scheduler = new SleepingScheduler(
            ConfigurationFactory.ParseString("akka.scheduler.shutdown-timeout = 1h"), Sys.Log);
        var disposed = new TaskCompletionSource();
        ((IAdvancedScheduler)scheduler).ScheduleOnce(Ms(1), () =>
        {
            scheduler.Dispose();
            disposed.SetResult();
        });
        await disposed.Task.WaitAsync(Limit);
    }

    [Fact]
    public void Action_that_blocks_at_the_end_is_left_behind_and_the_others_run()
    {
        using var end = new ManualResetEventSlim();
        using var began = new ManualResetEventSlim();
        var scheduler = new SleepingScheduler(Sys.Settings.Config, Sys.Log);
        IAdvancedScheduler actions = scheduler;
        actions.ScheduleOnce(TimeSpan.Zero, () =>
        {
            began.Set();
            end.Wait();
        });
        actions.ScheduleOnce(Far, () => TestActor.Tell("ran at the end"));
        Assert.True(began.Wait(Limit));
        EventFilter.Warning(contains: "akka.scheduler.shutdown-timeout").ExpectOne(scheduler.Dispose);
        ExpectMsg("ran at the end");
        end.Set();
    }

    [Fact]
    public async Task Threads_that_schedule_while_the_scheduler_ends_are_refused_or_their_calls_run()
    {
        for (var round = 0; round < 20; round++)
        {
            IAdvancedScheduler scheduler = new SleepingScheduler(Sys.Settings.Config, Sys.Log);
            var ran = 0;
            var accepted = 0;
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                try
                {
                    while (true)
                    {
                        scheduler.ScheduleOnce(Far, () => Interlocked.Increment(ref ran));
                        Interlocked.Increment(ref accepted);
                    }
                }
                catch (SchedulerException)
                {
                    // The end.
                }
            })).ToList();
            while (Volatile.Read(ref accepted) < 100)
                await Task.Yield();
            ((IDisposable)scheduler).Dispose();
            await Task.WhenAll(threads);
            Assert.Equal(accepted, ran);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference<object> Message, ICancelable Call) ScheduleOwn()
    {
        var message = new object();
        return (new WeakReference<object>(message),
            Scheduler.ScheduleTellOnceCancelable(Far, TestActor, message, TestActor));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference<object> Message, ICancelable Call) ScheduleOfAkka()
    {
        var message = new object();
        return (new WeakReference<object>(message),
            ((IScheduler)Scheduler).ScheduleTellOnceCancelable(Far, TestActor, message, TestActor));
    }

    private static ActorSystem Start() => ActorSystem.Create("rules", ConfigurationFactory.ParseString(
        $"akka.scheduler.implementation = \"{SchedulerContract.Sleeping}\", akka.stdout-loglevel = OFF"));

    private static async Task<Thread> ThreadOf(SleepingScheduler scheduler)
    {
        var thread = new TaskCompletionSource<Thread>();
        ((IAdvancedScheduler)scheduler).ScheduleOnce(Ms(1), new Quick(() => thread.SetResult(Thread.CurrentThread)));
        return await thread.Task.WaitAsync(Limit);
    }

    // Holds a thread up as slow code would.
    private void WaitUntil(TimeSpan time) => SpinWait.SpinUntil(() => Scheduler.HighResMonotonicClock >= time);

    private sealed class Quick(Action run) : IRunnable, IQuickRunnable
    {
        public bool RunsAtOnce => true;

        public void Run() => run();

        public void Execute() => run();
    }
}
