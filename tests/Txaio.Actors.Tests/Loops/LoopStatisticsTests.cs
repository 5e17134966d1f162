using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The statistics of a loop.</summary>
public sealed class LoopStatisticsTests() : LoopTestKit(
    """
    txaio.loops {
      default.callbacks-per-turn = 10
      many { callbacks-per-turn = 1000, dispatcher = virtual-dispatcher }
    }
    """)
{
    [Fact]
    public void New_loop_has_done_nothing() => Assert.Equal(default, Loop.GetStatistics());

    [Fact]
    public void Pending_counts_queued_callbacks_and_those_of_the_running_turn()
    {
        for (var i = 0; i < 3; i++)
            Loop.CallSoon(() => Note($"{Loop.GetStatistics().Pending}"));
        Assert.Equal(3, Loop.GetStatistics().Pending);

        Time.RunUntilIdle();

        Assert.Equal(["3", "3", "3"], Notes);
        Assert.Equal(0, Loop.GetStatistics().Pending);
    }

    [Fact]
    public void Executed_counts_callbacks_of_every_kind_and_those_that_throw()
    {
        for (var i = 0; i < 25; i++)
            Loop.CallSoon(() => { });
        Loop.CallSoon(() => throw new NotSupportedException());
        Api.CallLater(Second, () => { });
        Loop.SynchronizationContext.Post(_ => { }, null);

        Time.Advance(Second);

        Assert.Equal(28, Loop.GetStatistics().Executed);
    }

    [Fact]
    public void Scheduled_counts_calls_that_are_not_due()
    {
        var call = Api.CallLater(Second, () => { });
        Api.CallLater(Second * 2, () => { });
        Loop.TimeProvider.CreateTimer(_ => { }, null, Second * 3, Second);
        Assert.Equal(3, Loop.GetStatistics().Scheduled);

        call.Cancel();
        Assert.Equal(2, Loop.GetStatistics().Scheduled);
        Time.Advance(Second * 5);
        Assert.Equal(1, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Lag_is_how_long_the_last_turn_waited()
    {
        Loop.CallSoon(() => { });
        Time.Spend(Millisecond * 30);
        Time.RunUntilIdle();
        Assert.Equal(Millisecond * 30, Loop.GetStatistics().Lag);

        OnLoop(() => { });
        Assert.Equal(TimeSpan.Zero, Loop.GetStatistics().Lag);
    }

    [Fact]
    public void Lag_of_a_turn_that_follows_another_is_counted_from_the_end_of_that()
    {
        for (var i = 0; i < 11; i++)
            Loop.CallSoon(() => Time.Spend(Millisecond));

        Time.RunUntilIdle();

        Assert.Equal(TimeSpan.Zero, Loop.GetStatistics().Lag);
    }

    /// <summary>In virtual time a turn has 256 callbacks at most.</summary>
    [Theory]
    [InlineData("default", 10)]
    [InlineData("many", 256)]
    public void Turn_has_as_many_callbacks_as_are_configured_before_other_messages_are_handled(
        string name, int callbacks)
    {
        var loop = Sys.Txaio(name).Loop;
        for (var i = 0; i < 300; i++)
            loop.CallSoon(() => Note($"{loop.MessageCalls.Count}"));
        loop.Ref.Tell(new CallLater(Second, TestActor, "a message"), ActorRefs.NoSender);

        Time.RunUntilIdle();

        Assert.Equal((300, callbacks), (Notes.Count, Notes.Count(static note => note == "0")));
    }

    [Fact]
    public void Lag_of_a_closed_loop_is_that_of_its_last_turn()
    {
        OnLoop(() => { });
        Time.Advance(TimeSpan.FromHours(1));

        Time.Terminate();

        Assert.Equal(TimeSpan.Zero, Loop.GetStatistics().Lag);
    }
}
