using Akka.Actor;
using Txaio.Actors.Cluster.Clients;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Clients;

public sealed class DurableTimerTests() : VirtualTimerTest("stripes = 5, call-kilobytes = 2, waiting = 20")
{
    private const int Waiting = 20;

    [Fact]
    public void Find_returns_the_call_after_earlier_changes_of_this_node()
    {
        Board.Hold = true;
        Schedule("other");
        Time.RunUntilIdle();
        Schedule("a", "hello");
        var found = Timer.Find("a");
        Time.RunUntilIdle();
        Board.Release();
        Time.RunUntilIdle();
        Time.RunUntilIdle();

        var call = ValueOf(found).Call!;
        Assert.Equal("hello", call.Message);
        Assert.Equal(Target, call.Target);
        Assert.Equal(Time.Now.AddSeconds(30), call.Due);
    }

    [Fact]
    public void Find_without_a_call_says_so()
    {
        var found = Timer.Find("a");
        Time.RunUntilIdle();
        Assert.Null(ValueOf(found).Call);
    }

    [Fact]
    public void Find_without_reply_asks_again()
    {
        Schedule("a");
        Time.RunUntilIdle();
        Board.LoseRequests = 1;
        Board.LoseReplies = 1;
        var found = Timer.Find("a");
        Time.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull(ValueOf(found).Call);
    }

    [Fact]
    public void Find_while_the_store_fails_fails_clearly()
    {
        Board.FindFailure = new InvalidOperationException("disk full");
        var found = Timer.Find("a");
        Time.RunUntilIdle();
        Time.RunUntilIdle();

        var cause = Assert.IsType<DurableTimerException>(FailureOf(found));
        Assert.Contains(
            "of durable timer 'expiry' could not reply: disk full",
            cause.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Find_at_a_stripe_that_has_just_stopped_asks_again()
    {
        foreach (var stripe in Enumerable.Range(0, 5))
            System.ActorSelection($"/system/txaio-timer-expiry-stripes/{stripe}/stripe").Tell(HandOver.Instance);
        var found = Timer.Find("a");
        Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(ValueOf(found).Call);
    }

    [Fact]
    public void Find_of_a_message_that_cannot_be_read_fails_clearly()
    {
        Schedule("a");
        Time.RunUntilIdle();
        Board.Calls["a"].Message = new Payload { SerializerId = 424242, Manifest = "m" };
        var found = Timer.Find("a");
        Time.RunUntilIdle();

        var cause = Assert.IsType<DurableTimerException>(FailureOf(found));
        Assert.Contains("cannot read its message", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pending_has_one_entry_for_each_stripe()
    {
        Schedule("a");
        Time.RunUntilIdle();
        var pending = Timer.Pending();
        Time.RunUntilIdle();

        var reply = ValueOf(pending);
        Assert.Equal([0, 1, 2, 3, 4], reply.Stripes.Select(stripe => stripe.Stripe));
        Assert.Equal(5, reply.Count);
        Assert.Equal(Time.Now.AddSeconds(30), reply.NextDue);
    }

    [Fact]
    public void Pending_without_reply_of_a_stripe_times_out_and_names_it()
    {
        Board.LoseRequests = 1000;
        var pending = Timer.Pending();
        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Contains(
            "no reply of stripe",
            Assert.IsType<TimeoutException>(FailureOf(pending)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pending_fails_once_when_several_stripes_fail()
    {
        var reply = new CountingReply();
        var replies = new PendingReplies("expiry", 4, reply);

        replies.Fail(new TimeoutException());
        replies.Add(1, new Protocol.StripeState(1, 0, 0, 0));
        replies.Fail(new TimeoutException());
        replies.Add(3, new Protocol.StripeState(3, 0, 0, 0));
        replies.Add(3, new Protocol.StripeState(3, 0, 0, 0));

        Assert.Equal((0, 1), (reply.Sets, reply.Failures));
    }

    [Fact]
    public void Questions_over_the_bound_throw_until_there_are_replies()
    {
        Board.LoseRequests = int.MaxValue;
        var asked = Enumerable.Range(0, Waiting).Select(i => Timer.Find($"{i}")).ToList();
        Assert.Throws<DurableTimerOverloadedException>(() => Timer.Find("a"));
        Assert.Throws<DurableTimerOverloadedException>(() => Timer.Pending());
        using var inbox = Inbox.Create(System);
        inbox.Send(Timer.Ref, new FindDurableCall("a"));
        inbox.Send(Timer.Ref, GetPendingDurableCalls.Instance);
        Time.RunUntilIdle();
        for (var i = 0; i < 2; i++)
        {
            var thrown = Assert.Throws<AggregateException>(() => inbox.Receive(TimeSpan.FromSeconds(5)));
            Assert.IsType<DurableTimerOverloadedException>(thrown.InnerException);
        }

        // Changes have a bound of their own.
        Schedule("a").AddCallbacks(null, static _ => { });
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.All(asked, static future => Assert.IsType<TimeoutException>(FailureOf(future)));

        // Each stripe counts.
        var pending = Enumerable.Range(0, Waiting / 5).Select(_ => Timer.Pending()).ToList();
        Assert.Throws<DurableTimerOverloadedException>(() => Timer.Find("a"));
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.All(pending, static future => Assert.IsType<TimeoutException>(FailureOf(future)));
        Board.LoseRequests = 0;
        Time.Advance(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 2 * Waiting; i++)
        {
            var found = Timer.Find("a");
            Time.RunUntilIdle();
            ValueOf(found);
        }
    }

    [Theory]
    [InlineData(false, "has 0 characters")]
    [InlineData(true, "not valid Unicode")]
    public void Key_that_is_wrong_throws_at_the_call(bool isHalf, string expected)
    {
        var key = isHalf ? "x\ud800" : "";
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => Schedule(key)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => Timer.Cancel(key)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => Timer.Find(key)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_1024_characters_is_the_longest()
    {
        Timer.Cancel(new string('ä', 1024));
        Assert.Throws<ArgumentException>(() => Timer.Cancel(new string('ä', 1025)));
        Time.RunUntilIdle();
    }

    [Fact]
    public void Null_throws_at_the_call()
    {
        Assert.Throws<ArgumentNullException>(() => Timer.Cancel(null!));
        Assert.Throws<ArgumentNullException>(() => Schedule("a", null!));
        Assert.Throws<ArgumentNullException>(() => Timer.Schedule("a", TimeSpan.Zero, null!, "x"));
    }

    [Fact]
    public void Message_that_cannot_be_serialized_throws_at_the_call()
    {
        var cause = Assert.Throws<ArgumentException>(
            () => Timer.Schedule("a", TimeSpan.Zero, Target, new Unwritable()));
        Assert.Contains(nameof(Unwritable), cause.Message, StringComparison.Ordinal);
        Assert.Contains("no text", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_over_the_bound_throws_at_the_call()
    {
        Schedule("a", new string('x', 1900));
        var cause = Assert.Throws<ArgumentException>(() => Schedule("a", new string('x', 2000)));
        Assert.Contains("txaio.cluster.timers.expiry.call-kilobytes = 2", cause.Message, StringComparison.Ordinal);
        Time.RunUntilIdle();
    }

    [Fact]
    public void Due_time_that_is_too_far_throws_at_the_call()
    {
        var most = TimeSpan.FromDays(36_500);
        Timer.Schedule("a", most, Target, "x");
        Timer.Schedule("a", Time.Now + most, Target, "x");
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Timer.Schedule("a", most + TimeSpan.FromTicks(1), Target, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer.Schedule("a", DateTimeOffset.MaxValue, Target, "x"));
        Time.RunUntilIdle();
    }

    [Fact]
    public void Due_time_in_the_past_is_due_at_once()
    {
        var negative = Timer.Schedule("a", TimeSpan.MinValue, Target, "x");
        Timer.Schedule("b", DateTimeOffset.MinValue, Target, "x");
        Time.RunUntilIdle();
        Assert.Equal(Time.Now, ValueOf(negative).Due);
        Assert.Equal(0, Board.Calls["b"].Due);
    }

    [Fact]
    public void Parts_of_a_millisecond_are_rounded_up()
    {
        Timer.Schedule("a", DateTimeOffset.UnixEpoch.AddTicks(1), Target, "x");
        var delayed = Timer.Schedule("b", TimeSpan.FromTicks(1), Target, "x");
        Time.RunUntilIdle();
        Assert.Equal(1, Board.Calls["a"].Due);
        Assert.Equal(Time.Now.AddMilliseconds(1), ValueOf(delayed).Due);
    }

    [Fact]
    public void Actor_target_without_host_gets_that_of_this_node()
    {
        Timer.Schedule("a", TimeSpan.Zero, new ActorTarget("akka://virtual/user/x"), "x");
        Timer.Schedule("b", TimeSpan.Zero, new ActorTarget("akka.tcp://other@host:1/user/x"), "x");
        Assert.Throws<ArgumentException>(
            () => Timer.Schedule("a", TimeSpan.Zero, new ActorTarget("akka://other/user/x"), "x"));
        Time.RunUntilIdle();
        Assert.Equal("akka://virtual/user/x", Board.Calls["a"].Target.Actor);
        Assert.Equal("akka.tcp://other@host:1/user/x", Board.Calls["b"].Target.Actor);
    }

    [Fact]
    public void Ref_does_the_same_by_message()
    {
        using var inbox = Inbox.Create(System);
        T Ask<T>(object message)
        {
            inbox.Send(Timer.Ref, message);
            Time.RunUntilIdle();
            return Assert.IsType<T>(inbox.Receive(TimeSpan.FromSeconds(5)));
        }

        void AssertFails<T>(object message)
        {
            // An inbox throws the cause of a Status.Failure.
            var thrown = Assert.Throws<AggregateException>(() => Ask<Status.Failure>(message));
            Assert.IsType<T>(thrown.InnerException);
        }

        var stored = Ask<DurableCallScheduled>(new ScheduleDurableCall("a", TimeSpan.FromSeconds(3), Target, "x"));
        Assert.Equal(Time.Now.AddSeconds(3), stored.Due);
        Ask<DurableCallScheduled>(new ScheduleDurableCall("b", Time.Now, Target, "x"));
        Assert.Equal("x", Ask<DurableCallFound>(new FindDurableCall("a")).Call!.Message);
        Assert.Equal(5, Ask<PendingDurableCalls>(GetPendingDurableCalls.Instance).Stripes.Count);
        Assert.True(Ask<DurableCallCancelled>(new CancelDurableCall("a")).Found);
        Assert.False(Ask<DurableCallCancelled>(new CancelDurableCall("a")).Found);
        AssertFails<ArgumentException>(new CancelDurableCall(""));
        AssertFails<ArgumentOutOfRangeException>(new ScheduleDurableCall("a", TimeSpan.MaxValue, Target, "x"));
    }

    private sealed class CountingReply : IReply<PendingDurableCalls>
    {
        public int Sets { get; private set; }

        public int Failures { get; private set; }

        public void Set(PendingDurableCalls value) => Sets++;

        public void Fail(Exception cause) => Failures++;
    }

    private sealed class Unwritable
    {
        public string Text => throw new InvalidOperationException("no text");
    }
}
