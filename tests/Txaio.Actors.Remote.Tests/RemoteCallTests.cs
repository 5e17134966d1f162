using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>Calls by message to a loop and to a batched timer of another node.</summary>
[Collection(TwoNodes.Name)]
public sealed class RemoteCallTests(TwoNodes nodes) : RemoteTestKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Call_scheduled_from_another_node_is_told_when_due_with_the_scheduler_as_the_sender(bool batched)
    {
        var scheduler = CreateTestProbe();

        OwnerOnA(batched).Tell(new CallLater(TimeSpan.FromMilliseconds(100), TestActor, "due"), scheduler.Ref);

        scheduler.ExpectMsg<CallScheduled>();
        ExpectMsg("due");
        Assert.Equal(scheduler.Ref, LastSender);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Call_is_cancelled_from_a_third_node_once(bool batched)
    {
        var owner = OwnerOnA(batched);
        owner.Tell(new CallLater(Hour, TestActor, "never"), TestActor);
        var id = ExpectMsg<CallScheduled>().Id;

        AgentOf(nodes.B).Tell(new TellTo(owner, new CancelCall(id)), TestActor);
        ExpectMsg(new CallCancelled(id, true));

        AgentOf(nodes.B).Tell(new TellTo(owner, new CancelCall(id)), TestActor);
        ExpectMsg(new CallCancelled(id, false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CancelCall_of_an_unknown_id_gets_a_reply(bool batched)
    {
        OwnerOnA(batched).Tell(new CancelCall(long.MinValue), TestActor);

        ExpectMsg(new CallCancelled(long.MinValue, false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Delay_that_is_too_long_gets_a_Status_Failure(bool batched)
    {
        OwnerOnA(batched).Tell(new CallLater(TimeSpan.MaxValue, TestActor, "never"), TestActor);

        Assert.Contains("36,500 days", ExpectMsg<Status.Failure>().Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loops_and_timers_are_found_by_their_paths()
    {
        Assert.EndsWith("/system/txaio/timers/shared", RefsOf(nodes.A).Timer.Path.ToString(), StringComparison.Ordinal);
        foreach (var owner in new[] { "loops/default", "timers/shared" })
        {
            Sys.ActorSelection($"{nodes.A.Address}/system/txaio/{owner}").Tell(new CancelCall(7), TestActor);
            ExpectMsg(new CallCancelled(7, false));
        }
    }

    [Fact]
    public void Promise_gets_a_timeout_by_messages_alone()
    {
        var timer = RefsOf(nodes.B).Timer;
        var promise = MakeSubscribedPromiseOn(nodes.A);

        timer.Tell(new CallLater(TimeSpan.FromMilliseconds(100), promise, new Cancel("too slow")), TestActor);

        ExpectMsg<CallScheduled>();
        Assert.Equal("too slow", ExpectMsg<FutureRejected>().Cause.Message);
    }

    private IActorRef OwnerOnA(bool batched)
    {
        var refs = RefsOf(nodes.A);
        return batched ? refs.Timer : refs.Loop;
    }
}
