using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Tests.Loops;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The coarse clock of batched timers, compared with the scheduler's clock.</summary>
public sealed class TimerClockTests : VirtualTestKit
{
    /// <summary>
    /// The bound uses the coarse clock as well, because the coarse clock stands still while the machine is suspended.
    /// </summary>
    [Fact]
    public async Task Earliest_is_never_later_than_the_time_and_the_spread_holds()
    {
        using var system = ActorSystem.Create("coarse");
        var clock = new TimerClock(system.Scheduler);
        Assert.True(clock.IsCoarseFor(TimeSpan.TicksPerSecond));
        var difference = Enumerable.Range(0, 1000).Min(_ => clock.Now - Coarse());

        await Threads.Run(2, _ =>
        {
            for (var i = 0; i < 200_000; i++)
            {
                var before = Math.Min(clock.Now, Coarse() + difference);
                var earliest = clock.Earliest();
                var after = clock.Now;
                Assert.InRange(earliest, before - TimerClock.Spread, after);
            }
        });

        await system.Terminate();
    }

    [Fact]
    public void Comparison_while_the_coarse_clock_stands_still_is_rejected()
    {
        var ahead = new AheadClock();
        var clock = new TimerClock(ahead, isReal: true);
        clock.Earliest();

        // The exact clock runs ahead by 200 ms, as if the coarse clock had stood still for 200 ms.
        ahead.By = TimeSpan.FromMilliseconds(200);
        clock.CompareNow();
        ahead.By = TimeSpan.Zero;

        Assert.InRange(clock.Earliest(), clock.Now - (2 * TimerClock.Spread), clock.Now);
    }

    [Fact]
    public void Comparison_that_was_stopped_on_the_way_does_not_undo_a_later_one()
    {
        var ahead = new AheadClock();
        var clock = new TimerClock(ahead, isReal: true);
        clock.Earliest();
        // The second comparison runs inside the first, after the first has read the exact clock.
        ahead.OnceRead = () =>
        {
            ahead.By = TimeSpan.FromMinutes(1);
            clock.CompareNow();
        };

        clock.CompareNow();

        Assert.InRange(clock.Earliest(), clock.Now - (2 * TimerClock.Spread), clock.Now);
    }

    /// <summary>The two clocks may begin at different times.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-1_000_000)]
    public void Clock_that_was_set_forward_is_followed(int begins)
    {
        var ahead = new AheadClock { By = TimeSpan.FromMinutes(begins) };
        var clock = new TimerClock(ahead, isReal: true);
        clock.Earliest();

        ahead.By += TimeSpan.FromMinutes(1);
        clock.CompareNow();

        Assert.InRange(clock.Earliest(), clock.Now - (2 * TimerClock.Spread), clock.Now);
    }

    [Fact]
    public void Comparisons_leave_a_clock_alone_that_agrees()
    {
        var clock = new TimerClock(new AheadClock(), isReal: true);

        for (var i = 0; i < 1000; i++)
            clock.CompareNow();

        Assert.InRange(clock.Earliest(), clock.Now - (2 * TimerClock.Spread), clock.Now);
    }

    [Fact]
    public void Call_by_the_coarse_clock_goes_into_the_bucket_of_its_due_time()
    {
        // A clock that began long ago: a due time that is too early by the delay is still a time of this clock.
        var host = new TimerHost(
            (ExtendedActorSystem)Sys,
            Sys.Scheduler,
            VirtualDispatcherId,
            new FailureReporter(Sys, reportsUnobserved: false),
            new Deliveries(static _ => { }, static (_, _, _) => { }))
        {
            Clock = new TimerClock(new AheadClock { By = TimeSpan.FromDays(1) }, isReal: true),
        };
        var timer = BatchedTimer.WithoutLoop(host, "ahead", TimeSpan.FromSeconds(1));
        Assert.True(timer.IsCoarse);

        var scheduled = host.Now;
        var call = timer.Schedule(TimeSpan.FromHours(1), ActionInvoker.Instance, static () => { }, null);
        CheckDue(scheduled, TimeSpan.FromHours(1));
        var reset = host.Now;
        Assert.True(call.Reset(TimeSpan.FromHours(2)));
        CheckDue(reset, TimeSpan.FromHours(2));

        void CheckDue(long before, TimeSpan delay)
        {
            var calls = new List<ScheduledCall>();
            host.List(calls);
            var due = Assert.Single(calls).Due - delay;
            Assert.InRange(
                due.Ticks,
                before - (2 * TimerClock.Spread),
                host.Now + TimeSpan.TicksPerSecond + (2 * TimerClock.Spread));
        }
    }

    [Fact]
    public async Task Timers_that_round_up_take_the_exact_clock()
    {
        using var system = ActorSystem.Create("up");
        var txaio = system.Txaio();

        Assert.False(IsCoarse(txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1), rounding: BucketRounding.Up)));
        Assert.True(IsCoarse(txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1))));

        await system.Terminate();

        static bool IsCoarse(IBatchedTimer timer) => ((BatchedTimer)timer).IsCoarse;
    }

    /// <summary>The timeouts of Asks use such a timer, which reads the coarse clock.</summary>
    [Fact]
    public async Task Due_time_without_a_loop_is_never_early_and_at_most_a_bucket_and_the_spread_late()
    {
        using var system = ActorSystem.Create("due");
        var host = TxaioExtension.Get(system).TimerHost;
        var bucket = TimeSpan.FromMilliseconds(100);
        var timer = BatchedTimer.WithoutLoop(host, "due", bucket);
        Assert.True(timer.IsCoarse);
        // The coarse clock stands still while the machine is suspended.
        var difference = Enumerable.Range(0, 1000).Min(_ => host.Now - Coarse());

        for (var i = 0; i < 300_000; i++)
        {
            var delay = TimeSpan.FromMilliseconds(1000 + (i % 7 == 0 ? i % 5000 : 0));
            var before = Math.Min(host.Now, Coarse() + difference);
            var due = timer.DueIn(delay) - delay.Ticks;
            var after = host.Now;
            Assert.InRange(due, before, after + bucket.Ticks + TimerClock.Spread);
        }

        await system.Terminate();
    }

    [Fact]
    public async Task Reset_by_the_coarse_clock_moves_the_call_to_the_bucket_of_its_new_due_time()
    {
        using var system = ActorSystem.Create("reset");
        var timer = system.Txaio().MakeBatchedTimer(TimeSpan.FromSeconds(1));
        Assert.True(((BatchedTimer)timer).IsCoarse);
        var call = timer.CallLater(TimeSpan.FromMinutes(10), static () => { });

        var earliest = timer.Now - (2 * TimerClock.Spread);
        Assert.True(call.Reset(TimeSpan.FromHours(1)));
        var latest = timer.Now;

        var due = Assert.Single(TxaioExtension.Get(system).GetScheduledCalls()).Due - TimeSpan.FromHours(1);
        Assert.InRange(due.Ticks, earliest - TimeSpan.TicksPerSecond, latest);
        await system.Terminate();
    }

    /// <summary>The thread that compares the clocks may be stopped for a while between the two readings.</summary>
    [Fact]
    public void Comparison_that_took_long_is_made_again()
    {
        var clock = new TimerClock(new SlowOnceClock(), isReal: true);

        clock.Earliest();
        var before = clock.Now;
        var earliest = clock.Earliest();

        Assert.InRange(earliest, before - TimerClock.Spread, clock.Now);
    }

    [Fact]
    public async Task Short_buckets_take_the_exact_clock()
    {
        using var system = ActorSystem.Create("exact");

        Assert.False(new TimerClock(system.Scheduler).IsCoarseFor(TimerClock.Spread));

        await system.Terminate();
    }

    [Fact]
    public void Virtual_time_is_always_exact() =>
        Assert.False(new TimerClock(Sys.Scheduler).IsCoarseFor(TimeSpan.TicksPerDay));

    [Theory]
    [InlineData(64 * TimeSpan.TicksPerMillisecond, false)]
    [InlineData((64 * TimeSpan.TicksPerMillisecond) + 1, true)]
    public void Buckets_of_more_than_twice_the_spread_take_the_coarse_clock(long bucket, bool expected) =>
        Assert.Equal(expected, new TimerClock(new AheadClock(), isReal: true).IsCoarseFor(bucket));

    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(true, 1, 100_000)]
    [InlineData(true, 99_999, 100_000)]
    [InlineData(true, 100_000, 100_000)]
    [InlineData(true, 100_001, 200_000)]
    [InlineData(false, 100_001, 100_001)]
    public void Chunks_of_ten_milliseconds_share_a_wake_up_in_real_time_only(bool isReal, long due, long wakesAt) =>
        Assert.Equal(wakesAt, new TimerClock(new AheadClock(), isReal).WakesFor(due));

    private static long Coarse() => Environment.TickCount64 * TimeSpan.TicksPerMillisecond;

    private sealed class AheadClock : ITimeProvider
    {
        public TimeSpan By { get; set; }

        public DateTimeOffset Now => throw new NotSupportedException();

        public TimeSpan MonotonicClock => HighResMonotonicClock;

        // Runs once, inside the next reading of the clock.
        public Action? OnceRead { get; set; }

        public TimeSpan HighResMonotonicClock
        {
            get
            {
                var read = Stopwatch.GetElapsedTime(0) + By;
                var then = OnceRead;
                OnceRead = null;
                then?.Invoke();
                return read;
            }
        }
    }

    // The first reading of the clock takes longer than the comparison allows.
    private sealed class SlowOnceClock : ITimeProvider
    {
        private static readonly TimeSpan Stopped = TimeSpan.FromMilliseconds(100);

        private bool _wasRead;

        public DateTimeOffset Now => throw new NotSupportedException();

        public TimeSpan MonotonicClock => HighResMonotonicClock;

        public TimeSpan HighResMonotonicClock
        {
            get
            {
                var began = Stopwatch.GetTimestamp();
                while (!_wasRead && Stopwatch.GetElapsedTime(began) < Stopped)
                    Thread.SpinWait(100);
                _wasRead = true;
                return Stopwatch.GetElapsedTime(0);
            }
        }
    }
}
