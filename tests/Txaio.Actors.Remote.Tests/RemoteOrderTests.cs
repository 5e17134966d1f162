using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>
/// An actor of this node subscribes to promises of another node and watches them. Terminated may overtake the value,
/// but neither message is ever lost. The actor of docs/messages.md gets each value and leaves no call behind.
/// </summary>
public sealed class RemoteOrderTests : RemoteTestKit
{
    private const int Many = 400;

    [Fact]
    public async Task Value_and_end_of_each_promise_come_in_either_order()
    {
        var node = await StartNode();
        var both = CreateTestProbe();
        var ends = new Dictionary<IActorRef, (object? Value, int Ends)>();
        for (var i = 0; i < Many; i++)
        {
            var promise = MakePromiseOn(node);
            promise.Tell(new Subscribe(both.Ref));
            both.Watch(promise);
            AgentOf(node).Tell(new SquareFor(i, promise));
            ends.Add(promise, (null, 0));
        }

        for (var left = 2 * Many; left > 0; left--)
        {
            switch (both.ExpectMsg<object>(Limit))
            {
                case FutureResolved resolved:
                    Assert.Null(ends[resolved.Future].Value);
                    ends[resolved.Future] = (resolved.Value, ends[resolved.Future].Ends);
                    break;
                case Terminated gone:
                    ends[gone.ActorRef] = (ends[gone.ActorRef].Value, ends[gone.ActorRef].Ends + 1);
                    break;
                case var other:
                    Assert.Fail($"Unexpected: {other}");
                    break;
            }
        }

        Assert.Equal(
            Enumerable.Range(0, Many).Select(static n => (object)(n * n)),
            ends.Values.Select(static end => end.Value!).Order());
        Assert.All(ends.Values, static end => Assert.Equal(1, end.Ends));
    }

    [Fact]
    public async Task Asker_as_in_the_example_never_loses_a_value_and_leaves_no_call_scheduled()
    {
        var (node, worker) = (await StartNode(), await StartNode());
        for (var i = 0; i < Many; i++)
        {
            var number = i;
            var asker = Sys.ActorOf(Props.Create(() => new Asker(node.Address, AgentOf(worker), number, TestActor)));
            Watch(asker);
        }

        var values = new List<int>();
        for (var left = 2 * Many; left > 0; left--)
        {
            if (ExpectMsg<object>(Limit) is int value)
                values.Add(value);
        }

        Assert.Equal(Enumerable.Range(0, Many).Select(static n => n * n), values.Order());
        AgentOf(node).Tell(new CountCalls(), TestActor);
        Assert.Equal(0, ExpectMsg<int>());
    }

    // The actor of docs/messages.md, which tells the test each value instead of printing it.
    private sealed class Asker : ReceiveActor
    {
        private long? _timeout;
        private bool _isDone;

        public Asker(string node, IActorRef worker, int number, IActorRef output)
        {
            var loop = Context.ActorSelection($"{node}/system/txaio/loops/default");
            loop.Tell(CreateFuture.Instance);
            Receive<FutureCreated>(created =>
            {
                created.Promise.Tell(new Subscribe(Self));
                Context.Watch(created.Promise);
                worker.Tell(new SquareFor(number, created.Promise));
                loop.Tell(new CallLater(TimeSpan.FromSeconds(60), created.Promise, new Cancel("too slow")));
            });
            Receive<CallScheduled>(scheduled =>
            {
                _timeout = scheduled.Id;
                CancelTimeout(loop);
            });
            Receive<FutureResolved>(done =>
            {
                output.Tell(done.Value!);
                _isDone = true;
                CancelTimeout(loop);
            });
            Receive<FutureRejected>(failed =>
            {
                output.Tell(failed.Cause.Message);
                _isDone = true;
                CancelTimeout(loop);
            });
            Receive<CallCancelled>(_ => Context.Stop(Self));
            Receive<Terminated>(_ => Context.SetReceiveTimeout(TimeSpan.FromSeconds(10)));
            Receive<ReceiveTimeout>(_ => Context.Stop(Self));
            Receive<Status.Failure>(refused => output.Tell(refused.Cause.Message));
        }

        private void CancelTimeout(ICanTell loop)
        {
            if (_isDone && _timeout is { } id)
                loop.Tell(new CancelCall(id), Self);
        }
    }
}
