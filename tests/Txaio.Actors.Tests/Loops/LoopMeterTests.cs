using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Tests.Loops;

/// <summary>How a loop measures the time of its callbacks. The tests hand the meter each time.</summary>
public sealed class LoopMeterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly long Slow = Limit.Ticks + 1;
    private readonly LoopMeter _meter = new();
    private readonly CallbackGroup _group = new();

    [Fact]
    public void Group_of_sixteen_callbacks_is_full()
    {
        _meter.TurnStarts(0);
        for (var i = 1; i < 16; i++)
            Assert.False(Count(First));
        Assert.True(Count(First));

        Assert.Null(EndGroup(5, Limit));
        Assert.False(Count(First));
        Assert.Equal(16, _meter.Executed);
        Assert.Null(EndGroup(6, Limit));
        Assert.Equal(17, _meter.Executed);
    }

    [Fact]
    public void Busy_counts_each_group_once_and_no_time_between_turns()
    {
        Assert.Equal(0, _meter.Busy(5));
        _meter.TurnStarts(10);
        Assert.Equal(5, _meter.Busy(15));
        Count(First);
        EndGroup(20, Limit);
        Assert.Equal(10, _meter.Busy(20));
        Assert.Equal(15, _meter.Busy(25));
        Count(First);
        EndGroup(30, Limit);
        _meter.TurnEnds();
        Assert.Equal(20, _meter.Busy(1000));
        _meter.TurnStarts(2000);
        Assert.Equal(21, _meter.Busy(2001));
    }

    [Fact]
    public void Busy_counts_a_group_that_starts_at_time_zero()
    {
        _meter.TurnStarts(0);

        Assert.Equal((0, 5), (_meter.Busy(0), _meter.Busy(5)));
    }

    [Fact]
    public void Slow_group_is_reported_with_each_name_once()
    {
        _meter.TurnStarts(0);
        Count(First);
        Count(Second);
        Count(First);

        var slow = EndGroup(Slow, Limit);

        Assert.NotNull(slow);
        Assert.Equal(Slow, slow.Value.Took.Ticks);
        Assert.Equal(2, slow.Value.Names.Count);
        Assert.EndsWith("LoopMeterTests.FirstCallback", slow.Value.Names[0]);
        Assert.EndsWith("LoopMeterTests.SecondCallback", slow.Value.Names[1]);
    }

    [Fact]
    public void Group_that_takes_exactly_the_limit_is_not_slow()
    {
        _meter.TurnStarts(0);
        Count(First);

        Assert.Null(EndGroup(Limit.Ticks, Limit));
    }

    [Fact]
    public void Group_starts_where_the_last_ended()
    {
        _meter.TurnStarts(0);
        Count(First);
        Assert.Null(EndGroup(Limit.Ticks, Limit));
        Count(Second);

        Assert.Null(EndGroup(Limit.Ticks * 2, Limit));
        Assert.Equal(Limit, _meter.Longest);
    }

    [Fact]
    public void After_a_slow_group_callbacks_are_timed_one_by_one_for_a_while()
    {
        _meter.TurnStarts(0);
        Count(First);
        Assert.NotNull(EndGroup(Slow, Limit));

        for (var i = 0; i < 256; i++)
        {
            Assert.True(Count(Second));
            Assert.Null(EndGroup(Slow, Limit));
        }

        Assert.False(Count(Second));
    }

    [Fact]
    public void Slow_callback_after_a_slow_group_is_reported_alone()
    {
        _meter.TurnStarts(0);
        Count(First);
        Count(Second);
        Assert.NotNull(EndGroup(Slow, Limit));
        Count(First);
        Assert.Null(EndGroup(Slow, Limit));
        Count(Second);

        var slow = EndGroup(Slow * 2, Limit);

        Assert.EndsWith("SecondCallback", Assert.Single(slow!.Value.Names));
    }

    [Fact]
    public void Infinite_limit_reports_nothing_and_still_keeps_the_longest()
    {
        _meter.TurnStarts(0);
        Count(First);

        Assert.Null(EndGroup(TimeSpan.FromHours(1).Ticks, Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.FromHours(1), _meter.Longest);
    }

    [Fact]
    public void Empty_group_counts_and_reports_nothing()
    {
        _meter.TurnStarts(0);

        Assert.Null(EndGroup(Slow, Limit));
        Assert.Equal(0, _meter.Executed);
        Assert.Equal(TimeSpan.Zero, _meter.Longest);
    }

    [Fact]
    public void Lag_is_the_time_from_the_wake_up_to_the_turn()
    {
        _meter.TurnRequested(10);
        _meter.TurnStarts(25);
        Assert.Equal(15, _meter.Lag.Ticks);

        _meter.TurnRequested(30);
        _meter.TurnStarts(30);
        Assert.Equal(0, _meter.Lag.Ticks);
    }

    private static WorkItem First => new(ActionInvoker.Instance, (Action)FirstCallback, null, null);

    private static WorkItem Second => new(ActionInvoker.Instance, (Action)SecondCallback, null, null);

    private static void FirstCallback()
    {
    }

    private static void SecondCallback()
    {
    }

    // Counts a callback as the loop's runner does.
    private bool Count(in WorkItem item)
    {
        _group.Current = item;
        return _group.AddCurrent() >= _meter.GroupSize;
    }

    private (TimeSpan Took, IReadOnlyList<string> Names)? EndGroup(long now, TimeSpan limit)
    {
        var ran = _group.End();
        return _meter.GroupEnds(now, ran, limit) is { } took ? (took, _group.NamesOf(ran)) : null;
    }
}
