using Akka.Actor;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The actors of a batched timer, and the times of their start and stop.</summary>
public sealed class BatchedTimerTreeTests() : TimersTestBase(
    "txaio.timers { keepalive.bucket = 1s, fine.bucket = 2ms, coarse.bucket = 10s }")
{
    [Fact]
    public void Timer_has_no_actor_while_all_its_buckets_are_far()
    {
        var timer = Api.BatchedTimer("keepalive");
        timer.CallLater(Seconds(60), Note("call"));

        Time.Advance(Seconds(57.9));

        Assert.Empty(ChildrenOf(TimersPath));
    }

    [Fact]
    public void Timer_has_an_actor_from_its_first_near_bucket()
    {
        var timer = Api.BatchedTimer("keepalive");
        timer.CallLater(Seconds(60), Note("call"));

        Time.Advance(Seconds(58));

        Assert.Equal(["keepalive"], ChildrenOf(TimersPath));
        Assert.Equal(["60000-0"], ChildrenOf($"{TimersPath}/keepalive"));
    }

    [Fact]
    public void Timer_has_an_actor_from_the_first_use_of_its_Ref()
    {
        var timer = Api.BatchedTimer("keepalive");

        Assert.Equal($"{TimersPath}/keepalive", timer.Ref.Path.ToStringWithoutAddress());

        Assert.Equal(["keepalive"], ChildrenOf(TimersPath));
        Assert.Same(timer.Ref, timer.Ref);
    }

    [Fact]
    public void Timer_without_a_name_has_one_that_no_configuration_can_give()
    {
        Assert.Equal("batched.1", Api.MakeBatchedTimer(Seconds(1)).Ref.Path.Name);
        Assert.Equal("batched.2", Api.MakeBatchedTimer(Seconds(1)).Ref.Path.Name);
    }

    [Theory]
    [InlineData("keepalive", 2)]
    [InlineData("fine", 1)]
    [InlineData("coarse", 20)]
    public void Bucket_is_near_within_a_second_or_two_buckets(string name, double window)
    {
        var timer = Api.BatchedTimer(name);
        timer.CallLater(Seconds(60), Note("call"));
        Time.Advance(Seconds(60 - window) - TimeSpan.FromTicks(1));
        Assert.Empty(ChildrenOf($"{TimersPath}/{name}"));

        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["60000-0"], ChildrenOf($"{TimersPath}/{name}"));
    }

    [Fact]
    public void Each_near_bucket_has_an_actor_and_calls_share_it()
    {
        var timer = Api.BatchedTimer("keepalive");
        for (var i = 0; i < 100; i++)
        {
            timer.CallLater(Seconds(1.5), Note("1"));
            timer.CallLater(Seconds(2), Note("2"));
            timer.CallLater(Seconds(3), Note("3"));
        }

        Time.RunUntilIdle();

        Assert.Equal(["1000-0", "2000-1"], ChildrenOf($"{TimersPath}/keepalive"));
    }

    [Fact]
    public void Buckets_shorter_than_the_schedulers_tick_share_the_actor_of_their_tick()
    {
        // The scheduler's tick is 10 ms.
        var timer = Api.BatchedTimer("fine");
        for (var i = 0; i < 20; i++)
            timer.CallLater(Milliseconds(100 + i), Note($"{i}"));

        Time.RunUntilIdle();

        Assert.Equal(["100-0", "110-5"], ChildrenOf($"{TimersPath}/fine"));
        Time.Advance(Milliseconds(109));
        Assert.Equal(["110-5"], ChildrenOf($"{TimersPath}/fine"));
        Time.Advance(Seconds(1));
        Assert.Equal(20, Ran.Count);
        Assert.Empty(ChildrenOf($"{TimersPath}/fine"));
    }

    [Fact]
    public void Actor_of_a_bucket_stops_when_the_bucket_is_done()
    {
        var timer = Api.BatchedTimer("keepalive");
        for (var i = 0; i < 200; i++)
            timer.CallLater(Seconds(1), Note("call"));
        Time.Advance(Seconds(1.4));
        Assert.Equal(["1000-0"], ChildrenOf($"{TimersPath}/keepalive"));

        Time.Advance(Seconds(0.1));

        Assert.Empty(ChildrenOf($"{TimersPath}/keepalive"));
        Assert.Equal(200, Ran.Count);
    }

    [Fact]
    public void Bucket_emptied_while_it_is_near_keeps_its_actor_and_ends_quietly_when_due()
    {
        var timer = Api.BatchedTimer("keepalive");
        var call = timer.CallLater(Seconds(1), Note("call"));
        Time.RunUntilIdle();
        call.Cancel();
        Time.Advance(Seconds(0.9));
        Assert.Equal(["1000-0"], ChildrenOf($"{TimersPath}/keepalive"));

        EventFilter.Warning().Expect(0, Milliseconds(1), () => Time.Advance(Seconds(0.1)));

        Assert.Empty(ChildrenOf($"{TimersPath}/keepalive"));
        Assert.Empty(Ran);
    }

    [Fact]
    public void Bucket_emptied_while_it_is_near_takes_calls_until_it_is_due()
    {
        var timer = Api.BatchedTimer("keepalive");
        timer.CallLater(Seconds(1), Note("cancelled")).Cancel();
        Time.Advance(Seconds(0.5));
        timer.CallLater(Seconds(0.7), Note("call"));
        Time.RunUntilIdle();
        Assert.Equal(["1000-0"], ChildrenOf($"{TimersPath}/keepalive"));

        Time.Advance(Seconds(2));

        Assert.Equal([("call", 1)], Ran);
    }

    [Fact]
    public void Bucket_emptied_while_it_is_far_never_has_an_actor()
    {
        var timer = Api.BatchedTimer("keepalive");
        timer.CallLater(Seconds(30), Note("cancelled")).Cancel();
        timer.CallLater(Seconds(40), Note("cancelled too")).Cancel();
        timer.CallLater(Seconds(40), Note("call"));

        Time.Advance(Seconds(35));
        Assert.Empty(ChildrenOf(TimersPath));

        Time.Advance(Seconds(10));
        Assert.Equal([("call", 40)], Ran);
    }

    [Fact]
    public void Unknown_message_to_the_timers_actor_goes_to_the_unhandled_stream()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        Api.BatchedTimer("keepalive").Ref.Tell("what is this?");

        Time.RunUntilIdle();

        Assert.Equal("what is this?", ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    [Fact]
    public void Unknown_message_to_a_buckets_actor_goes_to_the_unhandled_stream()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        Api.BatchedTimer("keepalive").CallLater(Seconds(1), Note("call"));
        Time.RunUntilIdle();
        ActorAt($"{TimersPath}/keepalive/1000-0").Tell("what is this?");

        Time.Advance(Seconds(1));

        Assert.Equal("what is this?", ExpectMsg<Akka.Event.UnhandledMessage>().Message);
        Assert.Equal([("call", 1)], Ran);
    }
}
