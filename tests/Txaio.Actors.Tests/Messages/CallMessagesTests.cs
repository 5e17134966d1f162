using System.Reflection;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Messages;

/// <summary>The messages <see cref="CallLater"/> and <see cref="CancelCall"/>, for loops and batched timers.</summary>
public abstract class CallMessagesTests(string? config = null) : MessagesTestKit(config)
{
    private IActorRef? _owner;

    protected IActorRef Owner => _owner ??= OwnerRef();

    private protected abstract MessageCalls Calls { get; }

    [Fact]
    public void CallLater_replies_with_an_id_and_tells_when_due()
    {
        Send(Owner, new CallLater(Second, TestActor, "due"), TestActor);

        ExpectMsg<CallScheduled>();
        Assert.Equal(Owner, LastSender);
        Assert.Equal(1, Calls.Count);
        Time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.True(HasNoMessages());

        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("due");
        Assert.Equal(0, Calls.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void CallLater_replies_before_it_tells_whatever_the_delay(int ticks)
    {
        Send(Owner, new CallLater(TimeSpan.FromTicks(ticks), TestActor, "due"), TestActor);
        Time.Advance(Second);

        ExpectMsg<CallScheduled>();
        ExpectMsg("due");
        Assert.Equal(0, Calls.Count);
    }

    [Fact]
    public void CallLater_has_the_actor_that_scheduled_as_the_sender()
    {
        var actor = StartActing();

        Send(actor, new Order(Owner, new CallLater(Second, TestActor, "due")), TestActor);
        ExpectMsg<CallScheduled>();
        Time.Advance(Second);

        ExpectMsg("due");
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void CallLater_without_a_sender_is_told_without_a_reply_or_a_dead_letter()
    {
        Send(Owner, new CallLater(Second, TestActor, "due"), ActorRefs.NoSender);
        Time.Advance(Second);

        ExpectMsg("due");
        Assert.Equal(Sys.DeadLetters, LastSender);
        Send(Owner, new CancelCall(1), ActorRefs.NoSender);
        Assert.True(HasNoMessages());
        Assert.Empty(Letters);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void CallLater_of_no_delay_is_told_soon(int seconds)
    {
        Send(Owner, new CallLater(Second * seconds, TestActor, "due"), TestActor);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        // The due message may arrive before the reply.
        Assert.Equal(
            ["due", nameof(CallScheduled)],
            ReceiveN(2).Select(static got => got as string ?? got.GetType().Name).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(0, Calls.Count);
    }

    [Fact]
    public void CancelCall_in_time_is_found_once_and_the_message_is_not_told()
    {
        var id = Schedule();

        Send(Owner, new CancelCall(id), TestActor);
        ExpectMsg(new CallCancelled(id, true));
        Assert.Equal(0, Calls.Count);

        Send(Owner, new CancelCall(id), TestActor);
        ExpectMsg(new CallCancelled(id, false));
        Time.Advance(Second * 2);
        Assert.True(HasNoMessages());
    }

    [Fact]
    public void CancelCall_after_the_message_was_told_is_not_found()
    {
        var id = Schedule();
        Time.Advance(Second);
        ExpectMsg("due");

        Send(Owner, new CancelCall(id), TestActor);

        ExpectMsg(new CallCancelled(id, false));
    }

    [Fact]
    public void CancelCall_of_an_unknown_id_is_not_found()
    {
        var id = Schedule();

        foreach (var other in new[] { 0L, -1, long.MinValue, id + 1 })
        {
            Send(Owner, new CancelCall(other), TestActor);
            ExpectMsg(new CallCancelled(other, false));
        }

        Time.Advance(Second);
        ExpectMsg("due");
    }

    [Fact]
    public void CancelCall_may_come_from_another_actor()
    {
        var id = Schedule();
        var other = StartActing();

        Send(other, new Order(Owner, new CancelCall(id)), TestActor);

        ExpectMsg(new CallCancelled(id, true));
    }

    [Fact]
    public void Ids_and_calls_stay_good_when_the_actor_that_scheduled_is_restarted()
    {
        var actor = StartActing();
        Send(actor, new Order(Owner, new CallLater(Second, actor, "due")), TestActor);
        ExpectMsg<CallScheduled>();
        Send(actor, new Order(Owner, new CallLater(Second, actor, "cancelled")), TestActor);
        var id = ExpectMsg<CallScheduled>().Id;

        EventFilter.Exception<InvalidOperationException>().ExpectOne(
            () => Send(actor, new InvalidOperationException("restart"), TestActor));
        Send(actor, new Order(Owner, new CancelCall(id)), TestActor);
        ExpectMsg(new CallCancelled(id, true));

        Time.Advance(Second);
        ExpectMsg("due");
        Assert.True(HasNoMessages());
    }

    [Fact]
    public void CallLater_to_an_actor_that_is_gone_is_a_dead_letter_when_due()
    {
        var gone = StartActing();
        Send(Owner, new CallLater(Second, gone, "due"), TestActor);
        ExpectMsg<CallScheduled>();

        Sys.Stop(gone);
        Time.Advance(Second);

        var letter = Assert.Single(Letters);
        Assert.Equal(("due", gone, TestActor), (letter.Message, letter.Recipient, letter.Sender));
        Assert.Equal(0, Calls.Count);
    }

    [Fact]
    public void CallLater_longer_than_allowed_gets_a_failure_and_leaves_nothing()
    {
        Send(Owner, new CallLater(TimeSpan.MaxValue, TestActor, "never"), TestActor);

        var cause = Assert.IsType<ArgumentOutOfRangeException>(ExpectMsg<Status.Failure>().Cause);
        Assert.Contains("36,500 days", cause.Message, StringComparison.Ordinal);
        Assert.True(HasNoMessages());
        Assert.Equal(0, Calls.Count);
        Send(Owner, new CallLater(TimeSpan.MaxValue, TestActor, "never"), ActorRefs.NoSender);
        Assert.Empty(Letters);
    }

    /// <summary>A serializer can make a call without the checks of its constructor.</summary>
    [Theory]
    [InlineData(nameof(CallLater.Target))]
    [InlineData(nameof(CallLater.Message))]
    public void CallLater_that_lacks_its_target_or_message_gets_a_failure(string missing)
    {
        var call = new CallLater(Second, TestActor, "due");
        typeof(CallLater).GetField($"<{missing}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(call, null);

        Send(Owner, call, TestActor);

        Assert.IsType<ArgumentException>(ExpectMsg<Status.Failure>().Cause);
        Assert.True(HasNoMessages());
        Assert.Equal(0, Calls.Count);
    }

    [Fact]
    public void Ids_are_random_in_all_64_bits()
    {
        const int Count = 1000;
        var ids = Enumerable.Range(0, Count).Select(_ => Schedule()).ToArray();

        Assert.Equal(Count, ids.Distinct().Count());
        for (var bit = 0; bit < 64; bit++)
            Assert.InRange(ids.Count(id => (id >> bit & 1) == 1), Count / 3, Count * 2 / 3);
    }

    [Fact]
    public void Calls_that_were_told_and_cancelled_leave_nothing()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Schedule()).ToArray();

        foreach (var id in ids.Where(static (_, i) => i % 2 == 0))
            Send(Owner, new CancelCall(id), ActorRefs.NoSender);
        Assert.Equal(500, Calls.Count);
        Time.Advance(Second * 2);

        Assert.Equal(500, ReceiveN(500).Count(static got => got is "due"));
        Assert.True(HasNoMessages());
        Assert.Equal(0, Calls.Count);
    }

    [Fact]
    public void Message_that_is_not_understood_is_unhandled()
    {
        Send(Owner, "what?", TestActor);

        var unhandled = Assert.IsType<UnhandledMessage>(Assert.Single(Letters));
        Assert.Equal(("what?", Owner, TestActor), (unhandled.Message, unhandled.Recipient, unhandled.Sender));
        Schedule();
    }

    protected abstract IActorRef OwnerRef();

    private long Schedule()
    {
        Send(Owner, new CallLater(Second, TestActor, "due"), TestActor);
        return ExpectMsg<CallScheduled>().Id;
    }
}

/// <summary>Call messages to a loop.</summary>
public sealed class LoopCallMessagesTests() : CallMessagesTests(ExceptionsStayLocal)
{
    private protected override MessageCalls Calls => Loop.MessageCalls;

    [Fact]
    public void CallLater_tells_in_due_order()
    {
        for (var i = 3; i > 0; i--)
            Send(Loop.Ref, new CallLater(Second * i, TestActor, i), ActorRefs.NoSender);

        Time.Advance(Second * 3);

        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<int>());
    }

    protected override IActorRef OwnerRef() => Loop.Ref;
}

/// <summary>Call messages to a loop, with every message serialized.</summary>
public sealed class SerializedCallMessagesTests : MessagesTestKit
{
    [Fact]
    public void CallLater_and_CancelCall_hold_when_messages_are_serialized_on_their_way()
    {
        Send(Loop.Ref, new CallLater(Second, TestActor, "due"), TestActor);
        ExpectMsg<CallScheduled>();
        Send(Loop.Ref, new CallLater(Second, TestActor, "never"), TestActor);
        var id = ExpectMsg<CallScheduled>().Id;
        Send(Loop.Ref, new CancelCall(id), TestActor);
        ExpectMsg(new CallCancelled(id, true));

        Time.Advance(Second);

        ExpectMsg("due");
        Assert.True(HasNoMessages());
    }
}

/// <summary>Call messages to a batched timer.</summary>
public sealed class TimerCallMessagesTests : CallMessagesTests
{
    private readonly BatchedTimer _timer;

    public TimerCallMessagesTests()
        : base($"{ExceptionsStayLocal}\ntxaio.timers.one {{ bucket = 1s, chunk-size = 100000, rounding = up }}") =>
        _timer = (BatchedTimer)Txaio.BatchedTimer("one");

    private protected override MessageCalls Calls => _timer.MessageCalls;

    [Fact]
    public void Ref_is_found_by_its_path_once_it_was_used()
    {
        var path = Owner.Path.ToString();

        Assert.EndsWith("/system/txaio/timers/one", path);
        Assert.Same(Owner, ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(path));
    }

    [Fact]
    public void Dispose_forgets_the_calls_and_ends_the_actor()
    {
        Watch(Owner);
        Send(Owner, new CallLater(Second, TestActor, "never"), TestActor);
        ExpectMsg<CallScheduled>();

        _timer.Dispose();
        Time.RunUntilIdle();

        ExpectTerminated(Owner);
        Time.Advance(Second * 2);
        Assert.True(HasNoMessages());
        Assert.Equal(0, Calls.Count);
    }

    protected override IActorRef OwnerRef() => _timer.Ref;
}
