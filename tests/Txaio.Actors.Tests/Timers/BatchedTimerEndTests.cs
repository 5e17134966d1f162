using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Timers.Buckets;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The end of a batched timer: by Dispose, with its actor, its loop or the actor system.</summary>
public sealed class BatchedTimerEndTests() : TimersTestBase("txaio.timers.keepalive.bucket = 1s")
{
    [Fact]
    public void Dispose_cancels_pending_calls()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var near = timer.CallLater(Seconds(1), Note("near"));
        var far = timer.CallLater(Seconds(60), Note("far"));

        timer.Dispose();

        Time.RunUntilIdle();
        Assert.Equal(0, SchedulerEntries);
        Assert.Equal(0, ((BatchedTimer)timer).OpenBuckets);
        Assert.Equal(0, timer.PendingCalls);
        Assert.False(near.IsActive);
        Assert.False(far.IsActive);
        Assert.False(near.Cancel());
        Time.Advance(Seconds(100));
        Assert.Empty(Ran);
    }

    [Fact]
    public void Dispose_ends_the_actor_and_its_children()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        Watch(timer.Ref);
        timer.CallLater(Seconds(1), Note("near"));
        Time.RunUntilIdle();

        timer.Dispose();
        Time.RunUntilIdle();

        ExpectTerminated(timer.Ref);
        Assert.Empty(ChildrenOf(TimersPath));
    }

    [Fact]
    public void Dispose_is_no_warning()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), Note("near"));
        Time.RunUntilIdle();

        EventFilter.Warning().Expect(0, Milliseconds(1), () =>
        {
            timer.Dispose();
            Time.RunUntilIdle();
        });
    }

    [Fact]
    public void Dispose_twice_does_nothing()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));

        timer.Dispose();
        timer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => timer.Ref);
    }

    [Fact]
    public void CallLater_after_Dispose_throws()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), Note("never")));
        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), static _ => { }, "state"));
        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), TestActor, "message"));
    }

    [Fact]
    public void Dispose_from_a_call_of_the_timer_cancels_the_rest_of_its_chunk()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), Note("first"));
        timer.CallLater(Seconds(1), timer.Dispose);
        timer.CallLater(Seconds(1), Note("never"));

        Time.Advance(Seconds(3));

        Assert.Equal(["first"], RanNames);
    }

    [Fact]
    public void Dispose_between_chunks_reports_the_exceptions_so_far()
    {
        ListenForFailures();
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("before the end"));
        timer.CallLater(Seconds(1), Note("never"));
        Time.Advance(Seconds(1.2));

        timer.Dispose();
        Time.Advance(Seconds(1));

        var error = Assert.IsType<BatchedTimerException>(ExpectMsg<UnhandledFailure>().Cause);
        Assert.Equal("before the end", Assert.Single(error.InnerExceptions).Message);
        Assert.Empty(Ran);
    }

    [Fact]
    public void Named_timer_after_Dispose_is_a_new_one()
    {
        var first = Api.BatchedTimer("keepalive");
        var old = first.Ref;
        first.Dispose();

        var second = Api.BatchedTimer("keepalive");
        second.CallLater(Seconds(1), Note("call"));
        Time.Advance(Seconds(1));

        Assert.NotSame(first, second);
        Assert.Equal("keepalive~1", second.Ref.Path.Name);
        Assert.NotEqual(old, second.Ref);
        Assert.Equal([("call", 1)], Ran);
    }

    [Fact]
    public void Named_timer_some_time_after_Dispose_has_the_name_again()
    {
        Assert.Equal("keepalive", Api.BatchedTimer("keepalive").Ref.Path.Name);
        Api.BatchedTimer("keepalive").Dispose();
        Time.RunUntilIdle();

        Assert.Equal("keepalive", Api.BatchedTimer("keepalive").Ref.Path.Name);
    }

    [Fact]
    public void Stop_of_the_actor_closes_the_timer()
    {
        var timer = Api.BatchedTimer("keepalive");
        var near = timer.CallLater(Seconds(1), Note("near"));
        var far = timer.CallLater(Seconds(60), Note("far"));
        Time.RunUntilIdle();

        EventFilter.Warning(contains: "Batched timer 'keepalive' was stopped").ExpectOne(() =>
        {
            Sys.Stop(timer.Ref);
            Time.RunUntilIdle();
        });

        Assert.Equal(0, timer.PendingCalls);
        Assert.False(near.IsActive);
        Assert.False(far.IsActive);
        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), Note("later")));
        Assert.NotSame(timer, Api.BatchedTimer("keepalive"));
        Time.Advance(Seconds(100));
        Assert.Empty(Ran);
    }

    [Fact]
    public void Bucket_whose_actor_is_stopped_is_fired_by_another()
    {
        var timer = Api.BatchedTimer("keepalive");
        var near = timer.CallLater(Seconds(1), Note("near"));
        timer.CallLater(Seconds(1), TestActor, "message");
        timer.CallLater(Seconds(2), Note("next"));
        Time.RunUntilIdle();
        Assert.Equal(["1000-0", "2000-1"], ChildrenOf($"{TimersPath}/keepalive"));

        EventFilter.Warning(contains: "1000-0, was stopped; another one fires its calls").ExpectOne(
            () => End(ActorAt($"{TimersPath}/keepalive/1000-0")));

        Assert.True(near.IsActive);
        Assert.Equal(["1000-0", "2000-1"], ChildrenOf($"{TimersPath}/keepalive"));
        timer.CallLater(Seconds(1), Note("again"));
        Time.Advance(Seconds(3));
        Assert.Equal([("near", 1), ("again", 1), ("next", 2)], Ran);
        ExpectMsg("message");
        Assert.Equal(0, timer.PendingCalls);
        Assert.Empty(ChildrenOf($"{TimersPath}/keepalive"));
    }

    [Fact]
    public void Bucket_whose_actor_is_stopped_between_two_chunks_fires_the_next()
    {
        ListenForFailures();
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        for (var i = 0; i < 4; i++)
            timer.CallLater(Seconds(1), Note($"{i}"));
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("in a chunk"));
        Time.Advance(Seconds(1.25));
        Assert.Equal(["0", "1"], RanNames);

        End(ActorAt($"{TimersPath}/{timer.Ref.Path.Name}/1000-0"));
        Time.Advance(Seconds(2));

        Assert.Equal([("0", 1), ("1", 1.2), ("2", 1.4), ("3", 1.6)], Ran);
        Assert.IsType<BatchedTimerException>(ExpectMsg<UnhandledFailure>().Cause);
        Assert.Empty(ChildrenOf($"{TimersPath}/{timer.Ref.Path.Name}"));
    }

    /// <summary>A fault of the library: another actor would fail at the same message.</summary>
    [Fact]
    public void Bucket_whose_actor_fails_is_dropped()
    {
        var timer = Api.BatchedTimer("keepalive");
        var near = timer.CallLater(Seconds(1), Note("dropped"));
        timer.CallLater(Seconds(2), Note("next"));
        Time.RunUntilIdle();

        EventFilter.Warning(contains: "1000-0, failed before it had fired; its calls are cancelled").ExpectOne(() =>
        {
            ActorAt($"{TimersPath}/keepalive/1000-0").Tell(OwnMessage.Sign(new BatchedTimerActor.Fire(null!)));
            Time.RunUntilIdle();
        });

        Assert.False(near.IsActive);
        Assert.Equal(["2000-1"], ChildrenOf($"{TimersPath}/keepalive"));
        timer.CallLater(Seconds(1), Note("again"));
        Time.Advance(Seconds(3));
        Assert.Equal([("again", 1), ("next", 2)], Ran);
        Assert.Equal(0, timer.PendingCalls);
    }

    [Fact]
    public void Buckets_of_one_tick_whose_actor_is_stopped_are_all_fired()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(1));
        for (var i = 0; i < 9; i++)
            timer.CallLater(Milliseconds(100 + i), Note($"{i}"));
        Time.RunUntilIdle();
        var path = $"{TimersPath}/{timer.Ref.Path.Name}";
        var actor = ActorAt($"{path}/{Assert.Single(ChildrenOf(path))}");

        // The stop is in the actor's mailbox before the bucket of this call, so the actor never handles the bucket.
        Sys.Stop(actor);
        timer.CallLater(Milliseconds(109), Note("9"));
        Time.Advance(Seconds(1));

        Assert.Equal(Enumerable.Range(0, 10).Select(static n => $"{n}"), RanNames);
        Assert.Empty(ChildrenOf(path));
    }

    [Fact]
    public void Dispose_after_a_buckets_actor_was_stopped_cancels_its_calls()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var call = timer.CallLater(Seconds(1), Note("never"));
        Time.RunUntilIdle();
        End(ActorAt($"{TimersPath}/{timer.Ref.Path.Name}/1000-0"));

        timer.Dispose();
        Time.Advance(Seconds(3));

        Assert.False(call.IsActive);
        Assert.Empty(Ran);
        Assert.Empty(ChildrenOf(TimersPath));
    }

    [Fact]
    public void End_of_the_loop_ends_its_timers_and_their_messages()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var call = timer.CallLater(Seconds(1), Note("callback"));
        var message = timer.CallLater(Seconds(1), TestActor, "message");
        Sys.Stop(Api.Loop.Ref);
        Time.RunUntilIdle();

        Assert.False(call.IsActive);
        Assert.False(message.Cancel());
        Assert.Equal(0, timer.PendingCalls);
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
        Time.Advance(Seconds(10));

        Assert.Empty(Ran);
        ExpectNoMsg(TimeSpan.Zero);
        var refused = Assert.Throws<LoopTerminatedException>(() => timer.CallLater(Seconds(1), Note("later")));
        Assert.Equal("default", refused.Loop);
        Assert.DoesNotContain("actor system", refused.Message);
    }

    [Fact]
    public void End_of_the_loop_between_chunks_reports_the_exceptions_so_far()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("before the end"));
        timer.CallLater(Seconds(1), Note("never"));
        Time.Advance(Seconds(1.2));

        Sys.Stop(Api.Loop.Ref);
        Time.Advance(Seconds(1));

        var error = Assert.IsType<BatchedTimerException>(Assert.Single(Unhandled).Cause);
        Assert.Equal("before the end", Assert.Single(error.InnerExceptions).Message);
        Assert.Empty(Ran);
    }

    [Fact]
    public void Ref_after_the_end_of_the_loop_throws()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        Sys.Stop(Api.Loop.Ref);
        Time.RunUntilIdle();

        var refused = Assert.Throws<LoopTerminatedException>(() => timer.Ref);
        Assert.Equal("default", refused.Loop);
        Assert.DoesNotContain("actor system", refused.Message);
    }

    [Fact]
    public void Stop_of_the_parent_of_timers_is_listed()
    {
        Sys.StopOwn("txaio/timers");
        Time.RunUntilIdle();

        Assert.Equal([$"{TimersPath} has stopped"], TxaioExtension.Get(Sys).GetStoppedParts());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void End_of_the_system_drops_pending_calls(double delay)
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var call = timer.CallLater(Seconds(delay), Note("callback"));
        timer.CallLater(Seconds(delay), TestActor, "message");
        Time.RunUntilIdle();

        Time.Terminate();

        Assert.Empty(Ran);
        Assert.False(call.IsActive);
        Assert.False(call.Cancel());
        Assert.Equal(0, timer.PendingCalls);
        var refused = Assert.Throws<LoopTerminatedException>(() => timer.CallLater(Seconds(1), Note("later")));
        Assert.Equal("default", refused.Loop);
    }

    [Fact]
    public void Ref_after_the_end_of_the_system_throws()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        Time.Terminate();

        var refused = Assert.Throws<LoopTerminatedException>(() => timer.Ref);
        Assert.Contains("timer 'batched.", refused.Message);
        Assert.Equal("default", refused.Loop);
    }

    [Fact]
    public void MakeBatchedTimer_on_a_closed_loop_is_refused_at_the_first_call_only()
    {
        Time.Terminate();

        Assert.Throws<LoopTerminatedException>(
            () => Api.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(1), Note("never")));
        Assert.Throws<LoopTerminatedException>(
            () => Api.BatchedTimer("keepalive").CallLater(Seconds(1), Note("never")));
    }

    private void End(IActorRef actor)
    {
        Sys.Stop(actor);
        Time.RunUntilIdle();
    }
}
