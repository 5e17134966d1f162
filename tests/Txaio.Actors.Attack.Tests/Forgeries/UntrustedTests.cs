using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>Akka's untrusted mode.</summary>
public sealed class UntrustedTests : RemoteTestKit
{
    [Fact]
    public async Task Untrusted_node_takes_no_calls_and_makes_no_promises_for_others_but_lets_promises_be_completed()
    {
        var a = await StartNode("akka.remote.untrusted-mode = on");
        var refs = RefsOf(a);
        foreach (var owner in new[] { refs.Loop, refs.Timer })
        {
            owner.Tell(CreateFuture.Instance, TestActor);
            owner.Tell(new CallLater(TimeSpan.Zero, TestActor, "no"), TestActor);
            owner.Tell(new CancelCall(1), TestActor);
        }

        // The node accepts the same messages from its own agent. A reply to one of the messages above would arrive
        // before the replies to the agent's messages.
        AgentOf(a).Tell(new TellTo(refs.Loop, new CancelCall(2)), TestActor);
        ExpectMsg(new CallCancelled(2, false));
        AgentOf(a).Tell(new TellTo(refs.Timer, new CancelCall(3)), TestActor);
        ExpectMsg(new CallCancelled(3, false));

        var promise = MakeSubscribedPromiseOn(a);
        promise.Tell("a value");
        Assert.Equal("a value", ExpectMsg<FutureResolved>().Value);
    }
}
