using System.Linq.Expressions;
using Akka.Actor;
using Txaio.Actors.Cluster.Clients;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Guarding;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Clients;

public sealed class StripeClientTests() : VirtualTimerTest("waiting = 8000, request-timeout = 10s")
{
    [Fact]
    public void Schedule_stored_completes_with_due_time()
    {
        var future = Schedule("a");
        Assert.False(future.IsCalled);

        Time.RunUntilIdle();

        var stored = ValueOf(future);
        Assert.Equal("a", stored.Key);
        Assert.Equal(Time.Now + TimeSpan.FromSeconds(30), stored.Due);
        Assert.Equal("order", Board.Calls["a"].Target.Shard.Type);
    }

    [Fact]
    public void Schedule_while_a_batch_has_no_reply_goes_into_the_next_batch()
    {
        Board.Hold = true;
        Schedule("first");
        Time.RunUntilIdle();
        var others = Enumerable.Range(0, 10).Select(i => Schedule($"{i}")).ToList();
        Time.RunUntilIdle();
        Assert.Single(Board.Batches);

        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal([1L, 2L], Board.Batches.Select(batch => batch.Number));
        Assert.Equal(10, Board.Batches[1].Changes.Count);
        Assert.All(others, future => Assert.True(future.AsTask().IsCompletedSuccessfully));
    }

    [Fact]
    public void Change_that_a_caller_makes_after_a_reply_goes_into_the_next_batch_with_those_that_wait()
    {
        Board.Hold = true;
        Schedule("first").AddCallbacks(_ => Schedule("again"), null);
        Time.RunUntilIdle();
        Schedule("waits");
        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal([1, 2], Board.Batches.Select(batch => batch.Changes.Count));
    }

    [Fact]
    public void Batch_waits_at_most_10_ms_for_callers_whose_turn_does_not_come()
    {
        var client = ClientOfItsOwn(new WaitingBound("expiry", 10, static () => { }));
        foreach (var key in new[] { "first", "second" })
        {
            client.Tell(CancelOf(key, System.Txaio().CreateFuture<DurableCallCancelled>()));
            Time.RunUntilIdle();
        }

        Time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Single(Board.Batches);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, Board.Batches.Count);
    }

    [Theory]
    [InlineData(99, 1, 1)]
    [InlineData(100, 1, 2)]
    // Each of these changes takes 1,999 bytes of the 100,000 of a batch.
    [InlineData(50, 994, 1)]
    [InlineData(51, 994, 2)]
    public void Batch_that_is_full_does_not_wait_for_callers(int waiting, int keyLength, int batches)
    {
        var client = ClientOfItsOwn(new WaitingBound("expiry", 1_000, static () => { }));
        Board.Hold = true;
        client.Tell(CancelOf("first", System.Txaio().CreateFuture<DurableCallCancelled>()));
        Time.RunUntilIdle();
        for (var i = 0; i < waiting; i++)
            client.Tell(CancelOf(new string('ä', keyLength), System.Txaio().CreateFuture<DurableCallCancelled>()));
        Time.RunUntilIdle();

        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal(batches, Board.Batches.Count);
    }

    [Fact]
    public void Schedule_by_one_thread_at_once_goes_into_one_batch()
    {
        for (var i = 0; i < 16; i++)
            Schedule($"{i}");
        Time.RunUntilIdle();

        Assert.Equal(16, Assert.Single(Board.Batches).Changes.Count);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public void Batch_without_reply_is_sent_again_with_its_number(int requests, int replies)
    {
        (Board.LoseRequests, Board.LoseReplies) = (requests, replies);
        var future = Schedule("a");
        Time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(future.IsCalled);

        Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(future.AsTask().IsCompletedSuccessfully);
        Assert.Equal([1L, 1L, 1L, 1L], Board.Batches.Select(batch => batch.Number));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, Board.Batches.Count);
    }

    [Fact]
    public void Late_copy_of_a_batch_does_not_bring_a_cancelled_call_back()
    {
        Board.LoseReplies = 1;
        var scheduled = Schedule("a");
        Time.RunUntilIdle();
        var cancelled = Timer.Cancel("a");
        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(scheduled.AsTask().IsCompletedSuccessfully);
        Assert.True(ValueOf(cancelled).Found);
        Assert.Empty(Board.Calls);
        Assert.Equal([1L, 1L, 2L], Board.Batches.Select(batch => batch.Number));
    }

    [Fact]
    public void Changes_of_a_key_keep_their_order()
    {
        var cancelled = new List<Future<Cluster.Messages.DurableCallCancelled>>();
        for (var i = 0; i < 50; i++)
        {
            Schedule("a", $"{i}");
            cancelled.Add(Timer.Cancel("a"));
            if (i % 7 == 0)
                Time.RunUntilIdle();
        }

        Schedule("a", "last");
        Time.RunUntilIdle();

        Assert.All(cancelled, future => Assert.True(ValueOf(future).Found));
        Assert.Single(Board.Calls);
    }

    [Fact]
    public void Failed_batch_fails_its_callers_and_the_next_batch_goes_on()
    {
        Board.Hold = true;
        Board.Failure = "disk full";
        var failed = new[] { Schedule("a"), Schedule("b") };
        Time.RunUntilIdle();
        var stored = Schedule("c");
        Board.Release();
        Time.RunUntilIdle();

        foreach (var future in failed)
        {
            var cause = Assert.IsType<DurableTimerException>(FailureOf(future));
            Assert.Equal("expiry", cause.Timer);
            Assert.Contains("stripe 0: disk full. It may be stored", cause.Message, StringComparison.Ordinal);
        }

        Assert.True(stored.AsTask().IsCompletedSuccessfully);
        Assert.Equal([1L, 2L], Board.Batches.Select(batch => batch.Number));
    }

    [Fact]
    public void Request_timeout_says_whether_the_change_was_sent()
    {
        Board.LoseRequests = 1000;
        var sent = Schedule("a");
        Time.RunUntilIdle();
        var waiting = Schedule("b");
        var asked = Timer.Find("a");
        Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(sent.IsCalled || waiting.IsCalled || asked.IsCalled);

        Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Contains(
            "may be stored",
            Assert.IsType<TimeoutException>(FailureOf(sent)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "was not sent",
            Assert.IsType<TimeoutException>(FailureOf(waiting)).Message,
            StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(FailureOf(asked));
    }

    [Fact]
    public void Change_that_timed_out_is_stored_before_a_later_one_of_its_key()
    {
        Board.LoseRequests = 6;
        var timedOut = Schedule("a");
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<TimeoutException>(FailureOf(timedOut));
        var cancelled = Timer.Cancel("a");

        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(ValueOf(cancelled).Found);
        Assert.Empty(Board.Calls);
    }

    [Fact]
    public void Schedule_over_the_bound_throws_until_the_store_has_caught_up()
    {
        Board.Hold = true;
        for (var i = 0; i < 8000; i++)
            Schedule("a");
        var refused = Assert.Throws<DurableTimerOverloadedException>(() => Schedule("a"));
        Assert.Contains("txaio.cluster.timers.expiry.waiting = 8000", refused.Message, StringComparison.Ordinal);
        Assert.Throws<DurableTimerOverloadedException>(() => Timer.Cancel("a"));

        Time.RunUntilIdle();
        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal([5000, 3000], Board.Batches.Select(batch => batch.Changes.Count));
        Schedule("a");
    }

    [Fact]
    public void Bound_is_given_back_by_timeouts()
    {
        Board.LoseRequests = 6;
        Schedule("a");
        Time.RunUntilIdle();
        for (var i = 1; i < 8000; i++)
            Schedule("a").AddCallbacks(null, static _ => { });
        Time.Advance(TimeSpan.FromSeconds(14));

        for (var i = 0; i < 8000; i++)
            Schedule("a");
        Assert.Throws<DurableTimerOverloadedException>(() => Schedule("a"));
    }

    [Fact]
    public void Delay_counts_from_the_call()
    {
        Board.Hold = true;
        Schedule("first");
        Time.RunUntilIdle();
        var absolute = Time.Now;
        var late = Schedule("late");
        var past = Timer.Schedule("past", TimeSpan.FromSeconds(1), Target, "x");
        var due = Timer.Schedule("due", Time.Now.AddSeconds(3), Target, "x");
        Time.Advance(TimeSpan.FromSeconds(5));
        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal(absolute.AddSeconds(30), ValueOf(late).Due);
        Assert.Equal(Time.Now, ValueOf(past).Due);
        Assert.Equal(absolute.AddSeconds(3), ValueOf(due).Due);
    }

    [Theory]
    [InlineData(0, 0L, 0L, "0 results for 2 changes")]
    [InlineData(2, long.MaxValue, 0L, "a number that is no time")]
    [InlineData(2, long.MinValue, 0L, "a number that is no time")]
    [InlineData(2, 0L, long.MaxValue, "a number that is no time")]
    [InlineData(2, 0L, long.MinValue, "a number that is no time")]
    public void Reply_that_does_not_fit_fails_all_callers(int results, long result, long clock, string expected)
    {
        Board.Hold = true;
        var futures = new[] { Schedule("a"), Schedule("b") };
        Time.RunUntilIdle();
        System.ActorSelection("/system/txaio-timer-expiry-client-0").Tell(new Protocol.StripeBatchStored(
            0, Board.Batches[0].Client, Board.Batches[0].Number, [.. Enumerable.Repeat(result, results)], clock));
        Time.RunUntilIdle();

        Assert.All(futures, future => Assert.Contains(expected, FailureOf(future).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reply_to_another_batch_or_client_is_ignored(bool failed)
    {
        Board.Hold = true;
        var future = Schedule("a");
        Time.RunUntilIdle();
        var self = Board.Batches[0].Client;
        (string Client, long Number)[] others = [("another", 1), (self, 0), (self, 2)];
        foreach (var (client, number) in others)
        {
            object reply = failed
                ? new Protocol.StripeBatchFailed(0, client, number, "disk full")
                : new Protocol.StripeBatchStored(0, client, number, [1], Clock: 0);
            System.ActorSelection("/system/txaio-timer-expiry-client-0").Tell(reply);
        }

        Time.RunUntilIdle();

        Assert.False(future.IsCalled);
        Board.Release();
        Time.RunUntilIdle();
        Assert.Equal(Time.Now + TimeSpan.FromSeconds(30), ValueOf(future).Due);
    }

    [Fact]
    public void Late_reply_to_the_instance_before_a_restart_is_ignored()
    {
        Board.Hold = true;
        Schedule("before").AddCallbacks(null, static _ => { });
        Time.RunUntilIdle();
        // A reply that no stripe sends: the client's actor throws, and starts again.
        System.ActorSelection("/system/txaio-timer-expiry-client-0").Tell(new Protocol.StripeBatchStored(
            0, Board.Batches[0].Client, Board.Batches[0].Number, Results: null!, Clock: 0));
        Time.RunUntilIdle();
        var after = Schedule("after");
        Time.RunUntilIdle();
        Assert.Equal([1L, 1L], Board.Batches.Select(batch => batch.Number));
        Assert.NotEqual(Board.Batches[0].Client, Board.Batches[1].Client);

        Board.Held[0]();
        Time.RunUntilIdle();

        Assert.False(after.IsCalled);
        Board.Held.RemoveAt(0);
        Board.Release();
        Time.RunUntilIdle();
        Assert.Equal("after", ValueOf(after).Key);
    }

    [Fact]
    public void End_of_the_system_fails_what_waits()
    {
        Board.Hold = true;
        var sent = Schedule("a");
        Time.RunUntilIdle();
        var waiting = Schedule("b");

        Time.Terminate();

        Assert.NotNull(FailureOf(sent));
        Assert.NotNull(FailureOf(waiting));
    }

    /// <summary>The end of the loop fails futures; it knows nothing of callers that sent a message.</summary>
    [Fact]
    public void End_of_the_system_fails_what_was_asked_by_message()
    {
        Board.LoseRequests = int.MaxValue;
        Task[] asked =
        [
            Ask<DurableCallScheduled>(new ScheduleDurableCall("a", TimeSpan.FromSeconds(30), Target, "late")),
            Ask<DurableCallCancelled>(new CancelDurableCall("a")),
            Ask<DurableCallFound>(new FindDurableCall("a")),
            Ask<PendingDurableCalls>(GetPendingDurableCalls.Instance),
        ];
        Assert.All(asked, static task => Assert.False(task.IsCompleted));

        Time.Terminate();

        Assert.All(asked, static task => Assert.True(task.IsFaulted, $"{task} is {task.Status}"));
    }

    [Fact]
    public void Client_that_stops_fails_what_waits_and_gives_its_places_back()
    {
        Board.Hold = true;
        var bound = new WaitingBound("expiry", 2, static () => { });
        var client = ClientOfItsOwn(bound);
        var futures = new[] { "a", "b" }.Select(_ => System.Txaio().CreateFuture<DurableCallCancelled>()).ToList();
        Exception? answer = null;
        foreach (var future in futures)
        {
            bound.Enter();
            client.Tell(CancelOf("a", future));
            Time.RunUntilIdle();
        }

        client.Tell(OwnMessage.Sign(new Question(Now, static () => { }, cause => answer = cause)));
        Time.RunUntilIdle();
        Assert.Null(answer);

        System.Stop(client);
        Time.RunUntilIdle();

        Exception?[] causes = [.. futures.Select(FailureOf), answer];
        Assert.All(causes, static cause => Assert.Contains(
            "has ended on this node", Assert.IsType<DurableTimerException>(cause).Message, StringComparison.Ordinal));
        Assert.Equal(0, bound.Count);
    }

    [Fact]
    public void Message_is_written_by_the_serializer_of_its_type()
    {
        Schedule("a", "hello");
        Time.RunUntilIdle();

        Payload payload = Board.Calls["a"].Message;
        Assert.Equal(
            "hello",
            System.Serialization.Deserialize(payload.Data.ToByteArray(), payload.SerializerId, payload.Manifest));
    }

    private TimeSpan Now => System.Scheduler.MonotonicClock;

    private Task<T> Ask<T>(object message)
    {
        var reply = Timer.Ref.Ask<T>(message);
        Time.RunUntilIdle();
        return reply;
    }

    private PendingCancel CancelOf(string key, Future<DurableCallCancelled> future) => OwnMessage.Sign(
        new PendingCancel(CallWriter.Cancel(key), Now, new FutureReply<DurableCallCancelled>(future)));

    // Its callers never have their turn.
    private IActorRef ClientOfItsOwn(WaitingBound bound)
    {
        var skew = new ClockSkew("expiry", TimeSpan.Zero, static _ => { });
        var settings = new StripeClientSettings(
            "expiry", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), 100, 100_000, bound, skew, static _ => { },
            static () => { });
        var stripe = Actor(() => new TestStripe(Board, 0));
        return Actor(() => new StripeClient(settings, 0, stripe));
    }

    private IActorRef Actor<T>(Expression<Func<T>> factory)
        where T : ActorBase => System.ActorOf(Props.Create(factory).WithDispatcher(VirtualTime.DispatcherId));
}
