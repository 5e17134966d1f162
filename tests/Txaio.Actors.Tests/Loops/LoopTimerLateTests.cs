using System.Collections.Concurrent;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Timers of a loop that is late, or that another thread changes while they fire.</summary>
public sealed class LoopTimerLateTests() : LoopTestKit(
    "txaio.loops.io.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }")
{
    [Fact]
    public void Timer_behind_by_periods_fires_once_for_all_it_missed_and_keeps_its_grid()
    {
        // The test blocks the loop's own thread and moves the loop's virtual time.
        var io = Sys.Txaio("io").Loop;
        using var ticks = new BlockingCollection<double>();
        using var release = new ManualResetEventSlim();
        using var timer = io.TimeProvider.CreateTimer(_ => ticks.Add(io.Time.TotalSeconds), null, Second, Second);
        double Tick() => ticks.TryTake(out var tick, Guard) ? tick : throw new TimeoutException("No tick.");

        Time.Advance(Second);
        Assert.Equal(1, Tick());
        io.CallSoon(() => release.Wait(Guard));
        Time.Advance(Second * 4.5);
        release.Set();
        Assert.Equal(5.5, Tick());
        Time.Advance(Second * 0.5);
        Assert.Equal(6, Tick());
        Time.Advance(Second);
        Assert.Equal(7, Tick());
        Assert.Empty(ticks);
    }

    [Fact]
    public async Task Timer_changed_by_another_thread_while_it_fires_has_one_call_pending_at_most()
    {
        var system = TestSystem.Start();
        try
        {
            var loop = system.Txaio().Loop;
            var fired = 0L;
            var timer = loop.TimeProvider.CreateTimer(
                _ => fired++, null, TimeSpan.Zero, TimeSpan.FromTicks(1));
            await Threads.Run(2, _ =>
            {
                for (var i = 0; i < 20_000; i++)
                    timer.Change(TimeSpan.Zero, TimeSpan.FromTicks(1));
            });

            timer.Change(TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            await loop.RunAsync(() => Task.CompletedTask);

            Assert.Equal(1, loop.GetStatistics().Scheduled);
            timer.Dispose();
            Assert.Equal(0, loop.GetStatistics().Scheduled);
        }
        finally
        {
            await system.Terminate();
        }
    }
}
