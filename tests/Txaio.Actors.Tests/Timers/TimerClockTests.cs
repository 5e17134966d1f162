using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The coarse clock of batched timers beside the scheduler's own.</summary>
public sealed class TimerClockTests : VirtualTestKit
{
    [Fact]
    public async Task Earliest_is_never_later_than_the_time_and_the_spread_holds()
    {
        using var system = ActorSystem.Create("coarse");
        var clock = new TimerClock(system.Scheduler);
        Assert.True(clock.IsCoarseFor(TimeSpan.TicksPerSecond));

        await Threads.Run(2, _ =>
        {
            for (var i = 0; i < 200_000; i++)
            {
                var before = clock.Now;
                var earliest = clock.Earliest();
                var after = clock.Now;
                Assert.InRange(earliest, before - TimerClock.Spread, after);
            }
        });

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

    // Its first reading answers only after more than the margin has passed.
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
