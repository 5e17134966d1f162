using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>
/// Promises of one node, which another node completes. The test's process is the third node, and subscribes.
/// </summary>
[Collection(TwoNodes.Name)]
public sealed class RemotePromiseTests(TwoNodes nodes) : RemoteTestKit
{
    private const int Many = 10_000;

    [Fact]
    public void Promise_made_on_A_and_completed_on_B_tells_its_subscriber_on_C()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);

        AgentOf(nodes.B).Tell(new SquareFor(7, promise));

        Assert.Equal(new FutureResolved(promise, 49), ExpectMsg<FutureResolved>());
        Assert.Equal(promise, LastSender);
    }

    [Fact]
    public void Watcher_that_subscribed_gets_the_value_and_Terminated()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);
        Watch(promise);

        AgentOf(nodes.B).Tell(new SquareFor(7, promise));

        ExpectValueAndEnd(promise, 49);
    }

    [Fact]
    public void Watch_after_the_completion_gets_Terminated()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);
        promise.Tell(1);
        ExpectMsg<FutureResolved>();

        Watch(promise);

        ExpectTerminated(promise, Limit);
    }

    [Fact]
    public void Subscribe_and_Watch_after_the_completion_get_the_value_and_Terminated()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);
        promise.Tell(1);
        ExpectMsg<FutureResolved>();

        promise.Tell(new Subscribe(TestActor));
        Watch(promise);

        ExpectValueAndEnd(promise, 1);
    }

    [Fact]
    public void Subscribe_from_a_third_node_after_the_completion_gets_the_value()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);
        AgentOf(nodes.B).Tell(new RejectThrown(promise, "it failed"));
        ExpectMsg<FutureRejected>();

        AgentOf(nodes.B).Tell(new TellTo(promise, new Subscribe(TestActor)));

        Assert.Equal("it failed", ExpectMsg<FutureRejected>().Cause.Message);
    }

    [Fact]
    public void Promise_sent_after_its_completion_tells_its_subscribers()
    {
        var future = Txaio.CreateFutureSuccess(7);

        AgentOf(nodes.A).Tell(new TellTo(future.Ref, new Subscribe(TestActor)));

        Assert.Equal(new FutureResolved(future.Ref, 7), ExpectMsg<FutureResolved>());
    }

    [Fact]
    public async Task Subscribe_from_another_node_after_keep_completed_gets_only_Terminated()
    {
        var promise = MakeSubscribedPromiseOn(await StartNode("txaio.futures.keep-completed = 200ms"));
        promise.Tell(1);
        ExpectMsg<FutureResolved>();
        while (await Found(promise))
            await Txaio.Sleep(TimeSpan.FromMilliseconds(50));

        promise.Tell(new Subscribe(TestActor));
        Watch(promise);

        ExpectTerminated(promise, Limit);
        // The promise's node replies after all its earlier messages.
        promise.Tell(new Identify("last"), TestActor);
        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public async Task Promise_forwarded_in_a_message_is_completed_by_a_third_actor()
    {
        var future = Txaio.CreateFuture<int>();

        AgentOf(nodes.A).Tell(new TellTo(AgentOf(nodes.B), new SquareFor(5, future.Ref)));

        Assert.Equal(25, await future.AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task Task_is_piped_to_a_promise_of_another_node()
    {
        var future = Txaio.CreateFuture<int>();

        AgentOf(nodes.A).Tell(new PipeTask(future.Ref, 42));

        Assert.Equal(42, await future.AsTask().WaitAsync(Limit));
    }

    [Fact]
    public void Exception_of_another_node_arrives_as_RemoteFailureException()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);

        AgentOf(nodes.B).Tell(new RejectThrown(promise, "it failed"));

        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Equal("System.InvalidOperationException", cause.TypeName);
        Assert.Equal("it failed", cause.Message);
        Assert.Equal("", cause.StackText);
    }

    [Fact]
    public async Task Reject_from_another_node_fails_a_local_future()
    {
        var future = Txaio.CreateFuture<int>();

        AgentOf(nodes.A).Tell(new RejectThrown(future.Ref, "it failed"));

        var cause = await Assert.ThrowsAsync<RemoteFailureException>(() => future.AsTask().WaitAsync(Limit));
        Assert.Equal("it failed", cause.Message);
    }

    [Fact]
    public void Plain_and_library_messages_complete_a_promise_over_the_wire_as_locally()
    {
        Assert.Null(Assert.IsType<FutureResolved>(EndAfter(new Resolve(null))).Value);
        Assert.IsType<Status.Success>(Assert.IsType<FutureResolved>(EndAfter(new Status.Success("fine"))).Value);
        Assert.Equal("text", Assert.IsType<FutureResolved>(EndAfter("text")).Value);
        var failed = Assert.IsType<FutureRejected>(EndAfter(new Status.Failure(new FormatException("bad"))));
        Assert.Equal("bad", failed.Cause.Message);
        var cancelled = Assert.IsType<FutureRejected>(EndAfter(new Cancel("no more")));
        Assert.Equal(
            (typeof(FutureCancelledException).FullName, "no more"),
            (((RemoteFailureException)cancelled.Cause).TypeName, cancelled.Cause.Message));
    }

    [Fact]
    public void Promise_replies_to_Identify_and_is_cancelled_by_PoisonPill_and_Kill()
    {
        var promise = MakePromiseOn(nodes.A);
        promise.Tell(new Identify("who"), TestActor);
        Assert.Equal(promise, ExpectMsg<ActorIdentity>().Subject);

        Assert.Contains("PoisonPill", Assert.IsType<FutureRejected>(EndAfter(PoisonPill.Instance)).Cause.Message);
        Assert.Contains("Kill", Assert.IsType<FutureRejected>(EndAfter(Kill.Instance)).Cause.Message);
    }

    [Fact]
    public void Promise_lives_through_a_restart_of_the_actor_that_asked_for_it()
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);

        AgentOf(nodes.A).Tell(new Restart());
        AgentOf(nodes.A).Tell(new SquareFor(3, promise));

        Assert.Equal(9, ExpectMsg<FutureResolved>().Value);
    }

    [Fact]
    public void Promise_asked_for_from_another_node_is_cancelled_when_the_asker_dies()
    {
        var asker = CreateTestProbe();
        RefsOf(nodes.A).Loop.Tell(CreateFuture.Instance, asker.Ref);
        var promise = asker.ExpectMsg<FutureCreated>().Promise;
        promise.Tell(new Subscribe(TestActor));

        Sys.Stop(asker.Ref);

        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Equal(typeof(FutureCancelledException).FullName, cause.TypeName);
    }

    [Fact]
    public async Task Ten_thousand_promises_each_way_get_the_right_values()
    {
        var worker = Sys.ActorOf(Props.Create<AgentActor>());

        AgentOf(nodes.A).Tell(new SquareAll(Many, worker), TestActor);
        var ours = await Squares.Of(Txaio, Many, AgentOf(nodes.A)).WaitAsync(Limit);

        Assert.Equal(new SquaresDone(Many, null), ours);
        Assert.Equal(new SquaresDone(Many, null), ExpectMsg<SquaresDone>());
    }

    // Whether the promise is registered on its node. For other paths Akka replies without a subject.
    private async Task<bool> Found(IActorRef promise) =>
        (await Txaio.Ask<ActorIdentity>(promise, new Identify(1), Limit)).Subject is not null;

    // Between nodes, Terminated can overtake messages that were told before.
    private void ExpectValueAndEnd(IActorRef promise, int value)
    {
        object[] both = [ExpectMsg<object>(), ExpectMsg<object>()];
        Assert.Equal(new FutureResolved(promise, value), Assert.Single(both.OfType<FutureResolved>()));
        Assert.Equal(promise, Assert.Single(both.OfType<Terminated>()).ActorRef);
    }

    // The outcome of a promise of node A after this message.
    private object EndAfter(object message)
    {
        var promise = MakeSubscribedPromiseOn(nodes.A);
        promise.Tell(message);
        return ExpectMsg<object>();
    }
}
