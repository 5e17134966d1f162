using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Nodes;

/// <content>Calls of other nodes that are refused whatever the bounds.</content>
public sealed partial class RemoteBoundsTests
{
    /// <summary>This process would tell the message when it is due, and the target would obey it.</summary>
    [Theory]
    [MemberData(nameof(Owners))]
    public void Call_of_another_node_with_a_message_that_controls_actors_is_refused_and_holds_nothing(bool batched)
    {
        foreach (object message in (object[])[PoisonPill.Instance, Kill.Instance, new Resolve(PoisonPill.Instance)])
        {
            var call = new CallLater(Hour, TestActor, message) { Node = new SendingNode(B), Size = new WireSize(100) };
            Send(Owner(batched), call, TestActor);

            var refusal = Assert.IsType<ArgumentException>(ExpectMsg<Status.Failure>().Cause);
            Assert.StartsWith("CallLater of another node has a ", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Held(Bounds.Calls));
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
        Send(Owner(batched), new CallLater(Hour, TestActor, PoisonPill.Instance), TestActor);
        ExpectMsg<CallScheduled>();
        NothingIsHeld();
    }
}
