using Akka.TestKit;

namespace Txaio.Actors.Tests.Timers;

/// <summary>CallLater, Sleep and the clocks of <c>ITxaio</c>.</summary>
public sealed class TimeTests()
    : TimersTestBase("txaio.loops.other.dispatcher = virtual-dispatcher"), INoImplicitSender
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public void CallLater_runs_when_due_and_not_before()
    {
        Api.CallLater(Seconds(1), Note("call"));
        Time.Advance(Seconds(1) - TimeSpan.FromTicks(1));
        Assert.Empty(Ran);

        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal([("call", 1)], Ran);
    }

    [Fact]
    public void CallLater_runs_in_due_order_and_equal_ones_in_the_order_scheduled()
    {
        Api.CallLater(Seconds(2), Note("3"));
        Api.CallLater(Seconds(1), Note("1"));
        Api.CallLater(Seconds(2), Note("4"));
        Api.CallLater(Seconds(1), Note("2"));

        Time.Advance(Seconds(2));

        Assert.Equal([("1", 1), ("2", 1), ("3", 2), ("4", 2)], Ran);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void CallLater_with_a_delay_of_zero_or_less_runs_soon(double delay)
    {
        Api.CallLater(Seconds(delay), Note("call"));
        Assert.Empty(Ran);

        Time.RunUntilIdle();

        Assert.Equal([("call", 0)], Ran);
    }

    [Fact]
    public void CallLater_Cancel_before_is_true_and_after_or_twice_false()
    {
        var cancelled = Api.CallLater(Seconds(1), Note("cancelled"));
        var ran = Api.CallLater(Seconds(1), Note("ran"));
        Assert.True(cancelled.IsActive);
        Assert.True(cancelled.Cancel());
        Assert.False(cancelled.IsActive);
        Assert.False(cancelled.Cancel());

        Time.Advance(Seconds(2));

        Assert.Equal(["ran"], RanNames);
        Assert.False(ran.IsActive);
        Assert.False(ran.Cancel());
    }

    [Fact]
    public void CallLater_with_too_long_a_delay_throws()
    {
        var tooLong = TimeSpan.FromDays(36_500) + TimeSpan.FromTicks(1);

        var error = Assert.Throws<ArgumentOutOfRangeException>("delay", () => Api.CallLater(tooLong, Note("never")));

        Assert.Equal(tooLong, error.ActualValue);
        Assert.StartsWith("A delay can be at most 36,500 days.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Api.Sleep(tooLong));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Api.CallLater(tooLong, TestActor, "never"));
    }

    [Fact]
    public void CallLater_runs_on_the_loop_of_its_instance_with_its_state_and_context()
    {
        var other = Sys.Txaio("other");
        (EventLoop? Loop, string State, string? Local) seen = default;
        Local.Value = "of the caller";
        other.CallLater(Seconds(1), state => seen = (EventLoop.Current, state, Local.Value), "state");
        Local.Value = null;

        Time.Advance(Seconds(1));

        Assert.Equal((other.Loop, "state", "of the caller"), seen);
    }

    [Fact]
    public void CallLater_tells_a_target_without_a_sender()
    {
        Api.CallLater(Seconds(1), TestActor, "message");

        Time.Advance(Seconds(1));

        ExpectMsg("message");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void Sleep_completes_when_due_on_its_loop()
    {
        var other = Sys.Txaio("other");
        EventLoop? seen = null;
        var sleep = other.Sleep(Seconds(5));
        sleep.AddCallbacks(_ => seen = EventLoop.Current);
        Time.Advance(Seconds(4.9));
        Assert.False(sleep.IsCalled);

        Time.Advance(Seconds(0.1));

        Assert.True(sleep.IsCalled);
        Assert.Same(other.Loop, seen);
    }

    [Fact]
    public void Sleep_that_is_cancelled_leaves_nothing_scheduled()
    {
        var sleep = Api.Sleep(Seconds(5));
        sleep.Cancel("woken");
        Time.RunUntilIdle();

        Assert.True(sleep.IsCancelled);
        Assert.Equal(0, Api.Loop.GetStatistics().Scheduled);
        Time.Advance(Seconds(10));
    }

    [Fact]
    public void Sleep_is_rejected_when_its_loop_ends()
    {
        var sleep = Api.Sleep(Seconds(5)).AsTask();

        Time.Terminate();

        Assert.Throws<LoopTerminatedException>(() => Time.WaitFor(sleep));
        Assert.Throws<LoopTerminatedException>(() => Api.Sleep(Seconds(1)));
        Assert.Throws<LoopTerminatedException>(() => Api.CallLater(Seconds(1), Note("never")));
    }

    [Fact]
    public void TimeNs_is_the_schedulers_wall_clock_since_1970()
    {
        Assert.Equal(0, Api.TimeNs());

        Time.Advance(TimeSpan.FromTicks(12_345));

        Assert.Equal(1_234_500, Api.TimeNs());
    }

    [Fact]
    public void PerfCounterNs_is_the_schedulers_monotonic_clock()
    {
        var start = Api.PerfCounterNs();

        Time.Advance(TimeSpan.FromTicks(12_345));

        Assert.Equal(1_234_500, Api.PerfCounterNs() - start);
    }
}
