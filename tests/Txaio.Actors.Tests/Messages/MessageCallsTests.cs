using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Messages;

/// <summary>
/// The order of the reply and the due message. A busy machine may stop the actor of a loop or timer right after it has
/// scheduled a call. In these tests the call is due while the actor schedules the call, or while the actor replies.
/// </summary>
public sealed class MessageCallsTests : MessagesTestKit
{
    private Action? _fire;

    [Fact]
    public void Schedule_of_a_call_that_is_due_before_the_reply_tells_the_id_first()
    {
        var calls = Make(firesAtOnce: true);

        calls.Schedule(new CallLater(Second, TestActor, "due"), TestActor, Loop.Ref);

        ExpectMsg<CallScheduled>();
        ExpectMsg("due");
        Assert.True(HasNoMessages());
        Assert.Equal(0, calls.Count);
    }

    [Fact]
    public void Schedule_of_a_call_that_is_due_during_the_reply_tells_the_id_first()
    {
        var calls = Make(firesAtOnce: false, beforeTell: () => _fire!());

        calls.Schedule(new CallLater(Second, TestActor, "due"), TestActor, Loop.Ref);

        ExpectMsg<CallScheduled>();
        ExpectMsg("due");
        Assert.True(HasNoMessages());
    }

    [Fact]
    public void Schedule_without_a_sender_tells_a_call_that_is_due_at_once()
    {
        var calls = Make(firesAtOnce: true);

        calls.Schedule(new CallLater(Second, TestActor, "due"), Sys.DeadLetters, Loop.Ref);

        ExpectMsg("due");
        Assert.True(HasNoMessages());
        Assert.Equal(0, calls.Count);
    }

    [Fact]
    public void Schedule_of_a_call_that_is_due_later_tells_it_when_it_is_due()
    {
        var calls = Make(firesAtOnce: false);

        calls.Schedule(new CallLater(Second, TestActor, "due"), TestActor, Loop.Ref);

        ExpectMsg<CallScheduled>();
        Assert.True(HasNoMessages());
        Assert.Equal(1, calls.Count);
        _fire!();
        ExpectMsg("due");
        Assert.Equal(0, calls.Count);
    }

    /// <summary>The loop closes, and drops the call before the actor has noted for whom it is held.</summary>
    [Fact]
    public void Schedule_of_a_call_of_another_node_that_is_dropped_meanwhile_holds_nothing()
    {
        var calls = new MessageCalls(
            static (_, _, callback, _) =>
            {
                ((IDroppedCall)callback).Dropped();
                return default;
            },
            static (_, tell) => tell(),
            static (_, tell, _) => tell(),
            () => Loop.Bounds,
            static (_, cause) => new Status.Failure(cause));
        var call = new CallLater(TimeSpan.FromHours(1), TestActor, "due")
        {
            Node = new SendingNode(new Address("akka.tcp", "node", "10.0.0.1", 1)),
            Size = new WireSize(100),
        };

        calls.Schedule(call, TestActor, Loop.Ref);

        ExpectMsg<CallScheduled>();
        Assert.Equal((0, 0), (calls.Count, Loop.Bounds.Held.Guards));
    }

    private MessageCalls Make(bool firesAtOnce, Action? beforeTell = null) => new(
        (_, invoker, callback, state) =>
        {
            _fire = () => invoker.Invoke(callback, state);
            if (firesAtOnce)
                _fire();
            return default;
        },
        (_, tell) =>
        {
            beforeTell?.Invoke();
            tell();
        },
        static (_, tell, _) => tell(),
        () => Loop.Bounds,
        static (_, cause) => new Status.Failure(cause));
}
