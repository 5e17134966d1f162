using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>Promises of nodes that are killed, and of nodes that start again at the same address.</summary>
public sealed class CrashTests() : RemoteTestKit(SoonNoticed)
{
    [Fact]
    public async Task Promise_of_a_killed_node_terminates_for_watchers_and_replies_to_it_are_dropped()
    {
        var (starting, b) = (StartNode(), await StartNode());
        var a = await starting;
        var promise = MakeSubscribedPromiseOn(a);
        Watch(promise);
        await WaitUntilReached(AgentOf(a), over: AgentOf(b));

        a.Kill();

        Assert.True(ExpectTerminated(promise, Limit).AddressTerminated);
        AgentOf(b).Tell(new SquareFor(3, promise));
        AgentOf(b).Tell(new Square(4), TestActor);
        // B runs on, and the only message that arrives is B's reply to this test.
        ExpectMsg(16);
        Assert.False(b.HasExited);
    }

    [Fact]
    public async Task Reply_to_a_promise_of_a_node_that_was_restarted_never_completes_a_new_promise()
    {
        var (starting, b) = (StartNode(), await StartNode());
        var a = await starting;
        var old = MakePromiseOn(a);
        await WaitUntilReached(AgentOf(a), over: AgentOf(b));
        a.Kill();
        var again = await StartNode(
            $"akka {{ loglevel = INFO, log-dead-letters = on, remote.dot-netty.tcp.port = {a.Port} }}");
        Assert.Equal(a.Address, again.Address);
        await WaitUntilReached(AgentOf(again));
        await WaitUntilReached(AgentOf(again), over: AgentOf(b));
        var promise = MakeSubscribedPromiseOn(again);

        AgentOf(b).Tell(new SquareFor(3, old));

        // The reply arrived at the node, and no promise had its path.
        await again.WaitForLine(line => line.Contains(old.Path.Name, StringComparison.Ordinal));
        AgentOf(b).Tell(new SquareFor(4, promise));
        Assert.Equal(new FutureResolved(promise, 16), ExpectMsg<FutureResolved>());
    }

    [Fact]
    public async Task Promise_is_cancelled_when_the_node_of_its_asker_is_killed()
    {
        var (starting, b) = (StartNode(SoonNoticed), await StartNode());
        var a = await starting;
        var promise = MakePromiseOn(b, RefsOf(a).Loop);
        Assert.Equal(a.Port, promise.Path.Address.Port);
        promise.Tell(new Subscribe(TestActor));
        // After this reply the loop watches the node of the asker and the node of the subscriber.
        promise.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();

        b.Kill();

        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Equal(typeof(FutureCancelledException).FullName, cause.TypeName);

        // The library keeps the cancelled promise for late subscribers.
        promise.Tell(new Subscribe(TestActor));
        Assert.Equal(cause.Message, ExpectMsg<FutureRejected>().Cause.Message);
    }
}
