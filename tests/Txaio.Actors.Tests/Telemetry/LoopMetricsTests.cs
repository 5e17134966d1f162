using Akka.Actor;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metrics <c>txaio.loop.*</c>.</summary>
public sealed class LoopMetricsTests() : TelemetryTests("txaio.loops.io { dispatcher = virtual-dispatcher }")
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void Callbacks_are_counted_by_loop()
    {
        for (var i = 0; i < 20; i++)
            Loop.CallSoon(static () => { });
        Measured.System.Txaio("io").Loop.CallSoon(static () => { });
        Time.RunUntilIdle();

        Assert.Equal(["default = 20", "io = 1"], Read("txaio.loop.callbacks"));
        Assert.Equal(["default = 20", "io = 1"], Read("txaio.loop.callbacks"));
    }

    [Fact]
    public void Callbacks_that_ran_in_groups_are_counted_one_by_one()
    {
        Metrics.Dispose();
        for (var i = 0; i < 20; i++)
            Loop.CallSoon(static () => { });
        Time.RunUntilIdle();

        Metrics = new MetricsReader();
        Assert.Equal(["default = 20", "io = 0"], Read("txaio.loop.callbacks"));
    }

    [Fact]
    public void Queue_length_is_the_number_of_queued_callbacks()
    {
        Loop.CallSoon(static () => { });
        Loop.CallSoon(static () => { });

        Assert.Equal(["default = 2", "io = 0"], Read("txaio.loop.queue.length"));
        Time.RunUntilIdle();
        Assert.Equal(["default = 0", "io = 0"], Read("txaio.loop.queue.length"));
    }

    [Fact]
    public void Callbacks_are_timed_one_by_one_with_a_listener()
    {
        Loop.CallSoon(() => Time.Spend(Quarter));
        Loop.CallSoon(static () => { });
        Loop.CallSoon(() => Time.Spend(Second));
        Time.RunUntilIdle();

        Assert.Equal(["default = 3 in 1.25 s"], Read("txaio.loop.callback.duration"));
    }

    [Fact]
    public void Callbacks_are_timed_one_by_one_also_for_a_listener_that_comes_later()
    {
        Metrics.Dispose();
        for (var i = 0; i < 3; i++)
        {
            Loop.CallSoon(static () => { });
            Time.RunUntilIdle();
        }

        Metrics = new MetricsReader();
        for (var i = 0; i < 3; i++)
            Loop.CallSoon(() => Time.Spend(Quarter));
        Time.RunUntilIdle();

        Assert.Equal(["default = 3 in 0.75 s"], Read("txaio.loop.callback.duration"));
    }

    [Fact]
    public void Lag_is_noted_once_a_turn()
    {
        Loop.CallSoon(static () => { });
        Time.Spend(Quarter);
        Loop.CallSoon(static () => { });
        Time.RunUntilIdle();
        Loop.CallSoon(static () => { });
        Time.RunUntilIdle();

        Assert.Equal(["default = 2 in 0.25 s"], Read("txaio.loop.lag"));
    }

    [Fact]
    public void Turn_in_which_nothing_ran_has_no_lag()
    {
        Loop.Ref.Tell(LoopActor.Wake.Instance, ActorRefs.NoSender);
        Time.RunUntilIdle();

        Assert.Empty(Read("txaio.loop.lag"));
    }

    [Fact]
    public void Utilization_is_the_part_of_the_time_in_which_callbacks_ran()
    {
        Time.Advance(Second);
        Read("txaio.loop.utilization");

        Time.Advance(Second);
        Loop.CallSoon(() => Time.Spend(Second));
        Time.RunUntilIdle();
        Time.Advance(Second * 2);

        Assert.Equal(["default = 0.25", "io = 0"], Read("txaio.loop.utilization"));
        Assert.Equal(["default = 0.25", "io = 0"], Read("txaio.loop.utilization"));
        Time.Advance(Second);
        Assert.Equal(["default = 0", "io = 0"], Read("txaio.loop.utilization"));
    }

    [Fact]
    public void Callback_that_still_runs_counts_as_use()
    {
        Time.Advance(Second);
        Read("txaio.loop.utilization");
        IReadOnlyList<string> inside = [];

        Loop.CallSoon(() =>
        {
            Time.Spend(Second * 2);
            inside = Read("txaio.loop.utilization");
        });
        Time.RunUntilIdle();

        Assert.Equal(["default = 1", "io = 0"], inside);
    }
}
