using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Scheduling.Sleeping;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The sleeping scheduler: its inbox, its sleep, and the hand-over of calls that may block.</summary>
public sealed class SchedulerTests
{
    [Fact]
    public void Call_wakes_the_thread_that_sleeps_for_a_later_call() => Schedules.Explore(static () =>
    {
        var thread = new SleepingThread(new Clock(), NoLogger.Instance);
        Call soon = new(), late = new();
        Schedules.Run(
            () => TryAdd(thread, late),
            () => thread.Add(new CallEntry(thread, soon, interval: 0), TimeSpan.Zero),
            () =>
            {
                soon.Ran.Wait();
                thread.Close(TimeSpan.Zero);
            });
        Schedules.Check(soon.Runs == 1, $"the call that is due ran {soon.Runs} times");
        Schedules.Check(late.Runs <= 1, $"the call that is late ran {late.Runs} times");
    });

    [Fact]
    public void Call_that_a_sweep_takes_out_of_the_inbox_is_not_late() => Schedules.Explore(static () =>
    {
        var thread = new SleepingThread(new Clock(), NoLogger.Instance);
        Call first = new(), second = new();
        Schedules.Run(
            () =>
            {
                thread.Add(new CallEntry(thread, first, interval: 0), TimeSpan.Zero);
                thread.Add(new CallEntry(thread, second, interval: 0), TimeSpan.Zero);
            },
            () =>
            {
                for (var i = 0; i < 3; i++)
                    thread.Sweep();
            },
            () =>
            {
                first.Ran.Wait();
                second.Ran.Wait();
                thread.Close(TimeSpan.Zero);
            });
    });

    [Fact]
    public void Call_that_is_dropped_does_not_run() => Schedules.Explore(static () =>
    {
        var thread = new SleepingThread(new Clock(), NoLogger.Instance);
        var call = new Call();
        var entry = new CallEntry(thread, call, interval: 0);
        var dropped = false;
        Schedules.Run(() => thread.Add(entry, TimeSpan.Zero), () => dropped = entry.TryDrop());
        thread.Close(TimeSpan.Zero);
        Schedules.Check(call.Runs == (dropped ? 0 : 1), $"the call ran {call.Runs} times, dropped: {dropped}");
    });

    [Fact]
    public void Token_that_is_read_while_the_call_is_cancelled_is_cancelled() => Schedules.Explore(static () =>
    {
        var thread = new SleepingThread(new Clock(), NoLogger.Instance);
        var entry = new CallEntry(thread, new Call(), interval: 0);
        CancellationToken one = default, other = default;
        Schedules.Run(() => one = entry.Token, () => other = entry.Token, entry.Cancel);
        Schedules.Check(one == other, "two threads read two tokens");
        Schedules.Check(one.IsCancellationRequested, "the token is not cancelled");
    });

    [Fact]
    public void Call_that_is_scheduled_while_the_scheduler_ends_runs_or_is_refused() => Schedules.Explore(static () =>
    {
        var thread = new SleepingThread(new Clock(), NoLogger.Instance);
        var call = new Call();
        var refused = false;
        Schedules.Run(
            () => refused = !TryAdd(thread, call),
            () => thread.Close(TimeSpan.Zero));
        Schedules.Check(call.Runs == (refused ? 0 : 1), $"the call ran {call.Runs} times, refused: {refused}");
    });

    [Fact]
    public void Calls_that_may_block_run_once_and_in_order_on_one_thread_at_a_time() => Schedules.Explore(static () =>
    {
        var scheduler = new SleepingThread(new Clock(), NoLogger.Instance);
        var order = new List<int>();
        var running = 0;
        var runs = new ForeignRuns(NoDeliveries(), static entry => entry.Invoke(), static () => 0);
        Schedules.Run(() => Add(0), () => Add(1));
        foreach (var thread in new[] { 0, 1 })
        {
            var numbers = string.Join(", ", order.Where(number => number / 2 == thread));
            Schedules.Check(numbers == $"{2 * thread}, {(2 * thread) + 1}", $"those of thread {thread} ran as {numbers}");
        }

        Schedules.Check(runs.IsIdle, "the runs are not idle at the end");

        void Add(int thread)
        {
            for (var i = 0; i < 2; i++)
            {
                var number = (2 * thread) + i;
                runs.Add(new CallEntry(scheduler, () => Note(number), interval: 0), mayBlock: true);
            }
        }

        void Note(int number)
        {
            Schedules.Check(Interlocked.Increment(ref running) == 1, "two calls run at once");
            lock (order)
                order.Add(number);
            Interlocked.Decrement(ref running);
        }
    });

    [Fact]
    public void Call_that_blocks_is_passed_and_the_calls_behind_it_run_once() => Schedules.Explore(static () =>
    {
        var scheduler = new SleepingThread(new Clock(), NoLogger.Instance);
        var clock = new Clock();
        var behind = new SemaphoreSlim(0);
        int blocked = 0, after = 0;
        var runs = new ForeignRuns(NoDeliveries(), static entry => entry.Invoke(), () => clock.Ticks);
        Schedules.Run(
            () =>
            {
                // The first call waits for the second, which another thread has to run.
                runs.Add(new CallEntry(scheduler, (Action)Block, interval: 0), mayBlock: true);
                runs.Add(new CallEntry(scheduler, (Action)After, interval: 0), mayBlock: true);
            },
            () =>
            {
                while (Volatile.Read(ref after) == 0)
                {
                    clock.Ticks += ForeignRuns.Patience;
                    runs.PassBlocked(clock.Ticks, out _);
                    System.Threading.Thread.Yield();
                }
            });
        Schedules.Check(blocked == 1 && after == 1, $"the calls ran {blocked} and {after} times");

        void Block()
        {
            behind.Wait();
            Interlocked.Increment(ref blocked);
        }

        void After()
        {
            Interlocked.Increment(ref after);
            behind.Release();
        }
    });

    [Fact]
    public void Messages_for_a_target_keep_their_order_also_when_each_loses_its_place() => Schedules.Explore(static () =>
    {
        var scheduler = new SleepingThread(new Clock(), NoLogger.Instance);
        var clock = new Clock();
        var deliveries = new Deliveries(
            static delivery => ThreadPool.UnsafeQueueUserWorkItem(delivery, preferLocal: false), static (_, _, _) => { });
        var target = new Target();
        var runs = new ForeignRuns(deliveries, static entry => entry.Invoke(), () => clock.Ticks);
        Schedules.Run(
            () =>
            {
                for (var i = 0; i < 3; i++)
                    runs.Add(new TellEntry(scheduler, target, i), mayBlock: true);
            },
            () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    clock.Ticks += ForeignRuns.Patience;
                    runs.PassBlocked(clock.Ticks, out _);
                }
            });
        Schedules.Check(string.Join(", ", target.Told) == "0, 1, 2", $"told: {string.Join(", ", target.Told)}");
        Schedules.Check(runs.IsIdle && deliveries.IsIdle, "a call is left");
    });

    /// <summary>As when all threads of the pool are blocked: no thread has begun the turn.</summary>
    [Fact]
    public void Call_that_cannot_block_runs_once_also_when_no_thread_of_the_pool_is_free()
    {
        var late = 0;
        Schedules.Explore(() =>
        {
            var scheduler = new SleepingThread(new Clock(), NoLogger.Instance);
            int foreign = 0, atOnce = 0;
            var runs = new ForeignRuns(NoDeliveries(), static entry => entry.Invoke(), static () => 0);
            Schedules.Run(() =>
            {
                runs.Add(Counting(() => foreign++), mayBlock: true);
                runs.Add(Counting(() => atOnce++), mayBlock: false);
                runs.PassBlocked(ForeignRuns.Patience, out var left);
                foreach (var entry in left ?? [])
                {
                    late++;
                    entry.Invoke();
                }
            });
            Schedules.Check(foreign == 1 && atOnce == 1, $"the calls ran {foreign} and {atOnce} times");
            Schedules.Check(runs.IsIdle, "the runs are not idle at the end");

            CallEntry Counting(Action count) => new(scheduler, count, interval: 0);
        });
        Assert.NotEqual(0, late);
    }

    private static Deliveries NoDeliveries() => new(static _ => { }, static (_, _, _) => { });

    private static bool TryAdd(SleepingThread thread, Call call)
    {
        try
        {
            thread.Add(new CallEntry(thread, call, interval: 0), TimeSpan.FromHours(1));
            return true;
        }
        catch (SchedulerException)
        {
            return false;
        }
    }

    /// <summary>A clock that stands still unless the test sets it.</summary>
    private sealed class Clock : ITimeProvider
    {
        private long _ticks;

        public long Ticks
        {
            get => Volatile.Read(ref _ticks);
            set => Volatile.Write(ref _ticks, value);
        }

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public TimeSpan MonotonicClock => TimeSpan.FromTicks(Ticks);

        public TimeSpan HighResMonotonicClock => TimeSpan.FromTicks(Ticks);
    }

    private sealed class Target : ICanTell
    {
        public List<object> Told { get; } = [];

        public void Tell(object message, IActorRef sender)
        {
            lock (Told)
                Told.Add(message);
        }
    }

    /// <summary>A call that the scheduler's own thread runs.</summary>
    private sealed class Call : IRunnable, IQuickRunnable
    {
        private int _runs;

        public bool RunsAtOnce => true;

        public int Runs => Volatile.Read(ref _runs);

        public SemaphoreSlim Ran { get; } = new(0);

        public void Run()
        {
            Interlocked.Increment(ref _runs);
            Ran.Release();
        }

        public void Execute() => Run();
    }
}
