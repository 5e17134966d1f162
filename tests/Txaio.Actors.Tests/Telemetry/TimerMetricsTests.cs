using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metrics <c>txaio.timers.*</c>.</summary>
public sealed class TimerMetricsTests() : TelemetryTests(
    """
    txaio.timers {
      keepalive { bucket = 1s, chunk-size = 2 }
      idle { bucket = 1s, rounding = up }
    }
    """)
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Pending_calls_are_read_from_every_timer()
    {
        Txaio.CallLater(Second, static () => { });
        Txaio.BatchedTimer("keepalive").CallLater(Second * 60, static () => { });
        var cancelled = Txaio.BatchedTimer("keepalive").CallLater(Second * 60, static () => { });
        using var first = Txaio.MakeBatchedTimer(Second);
        using var second = Txaio.MakeBatchedTimer(Second);
        first.CallLater(Second * 60, static () => { });
        second.CallLater(Second * 60, static () => { });

        Assert.Equal(
            ["default (CallLater) = 1", "default (unnamed) = 2", "default keepalive = 2"],
            Read("txaio.timers.pending"));
        cancelled.Cancel();
        first.Dispose();
        Time.Advance(Second);
        Assert.Equal(
            ["default (CallLater) = 0", "default (unnamed) = 1", "default keepalive = 1"],
            Read("txaio.timers.pending"));
    }

    [Fact]
    public void Timer_that_is_made_at_run_time_is_read_by_its_name()
    {
        using var timer = Txaio.MakeBatchedTimer("extra", new BatchedTimerOptions { Bucket = Second });
        timer.CallLater(Second, static () => { });
        timer.CallLater(Second * 60, static () => { });
        Time.Advance(Second * 2);

        Assert.Contains("default extra = 1", Read("txaio.timers.pending"));
        Assert.Contains("default extra = 1", Read("txaio.timers.fired"));
    }

    [Fact]
    public void Pending_calls_are_those_of_the_timers_loop()
    {
        using var both = new MeasuredSystem("txaio.loops.io.dispatcher = virtual-dispatcher");
        using var first = both.Txaio.MakeBatchedTimer(Second);
        using var second = both.Txaio.WithConfig("io").MakeBatchedTimer(Second);
        second.CallLater(Second * 60, static () => { });

        Assert.Equal(
            ["default (CallLater) = 0", "default (unnamed) = 0", "io (CallLater) = 0", "io (unnamed) = 1"],
            Metrics.Of(both.Name, "txaio.timers.pending"));
    }

    [Fact]
    public void Calls_that_fire_are_counted_by_timer()
    {
        Txaio.CallLater(Second, static () => { });
        Txaio.CallLater(Second, ActorRefs.Nobody, "a message");
        Txaio.CallLater(Second, static () => { }).Cancel();
        Loop.TimeProvider.CreateTimer(static _ => { }, null, Second, Timeout.InfiniteTimeSpan);
        var timer = Txaio.BatchedTimer("keepalive");
        for (var i = 0; i < 3; i++)
            timer.CallLater(Second * 5, static () => { });
        timer.CallLater(Second * 5, ActorRefs.Nobody, "a message");
        timer.CallLater(Second * 5, static () => { }).Cancel();
        Time.Advance(Second * 10);

        Assert.Equal(["default (CallLater) = 3", "default keepalive = 4"], Read("txaio.timers.fired"));
    }

    [Fact]
    public void Lateness_is_counted_from_the_due_time()
    {
        Txaio.CallLater(Second, () => Time.Spend(Millisecond * 250));
        Txaio.CallLater(Second, static () => { });
        Time.Advance(Second * 10);

        Assert.Equal(["default (CallLater) = 2 in 0.25 s"], Read("txaio.timers.lateness"));
    }

    [Fact]
    public void Chunks_are_late_when_the_loop_is_held()
    {
        // The three batched calls make two chunks, which are due after 5 s and 5.5 s.
        Txaio.CallLater(Second * 5, () => Time.Spend(Millisecond * 250));
        var timer = Txaio.BatchedTimer("keepalive");
        timer.CallLater(Second * 5, static () => { });
        timer.CallLater(Second * 5, static () => { });
        timer.CallLater(Second * 5, static () => { });
        Time.Advance(Second * 10);

        Assert.Equal(["default (CallLater) = 1", "default keepalive = 3"], Read("txaio.timers.fired"));
        Assert.Equal(
            ["default (CallLater) = 1 in 0 s", "default keepalive = 2 in 0.25 s"], Read("txaio.timers.lateness"));
    }

    [Fact]
    public void Messages_told_after_their_due_time_count_as_late()
    {
        Txaio.CallLater(Second * 5, ActorRefs.Nobody, "a message");
        Txaio.BatchedTimer("idle").CallLater(Second * 5, ActorRefs.Nobody, "a message");
        Time.Spend(Second * 5.25);
        Time.RunUntilIdle();

        Assert.Equal(
            ["default (CallLater) = 1 in 0.25 s", "default idle = 1 in 0.25 s"], Read("txaio.timers.lateness"));
    }

    [Fact]
    public void Call_that_is_early_by_a_clock_is_not_late()
    {
        Loop.Telemetry.CallLater.Fired(1, -Millisecond.Ticks);

        Assert.Equal(["default (CallLater) = 1 in 0 s"], Read("txaio.timers.lateness"));
    }

    [Fact]
    public void Rounding_is_not_lateness()
    {
        Time.Advance(Millisecond * 100);
        Txaio.BatchedTimer("idle").CallLater(Second * 5, static () => { });
        Time.Advance(Second * 10);

        Assert.Equal(["default idle = 1 in 0 s"], Read("txaio.timers.lateness"));
    }

    [Fact]
    public void Timeouts_of_Asks_are_no_timers()
    {
        var asked = Txaio.Ask<int>(Measured.System.DeadLetters, "nothing", Second * 5);
        Time.Advance(Second * 10);

        Assert.True(asked.IsCalled);
        Assert.Equal(["default (CallLater) = 0"], Read("txaio.timers.pending"));
        Assert.Empty(Read("txaio.timers.fired"));
    }

    [Fact]
    public void Timers_without_names_are_not_kept_for_being_read()
    {
        var made = MakeAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(made.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference MakeAndForget() => new(Txaio.MakeBatchedTimer(Second));
}
