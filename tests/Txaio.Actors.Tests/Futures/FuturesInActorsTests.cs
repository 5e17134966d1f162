using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Futures in actors: await, PipeTo, Subscribe, Ask.</summary>
public sealed class FuturesInActorsTests : FuturesTestKit
{
    [Fact]
    public void Await_in_ReceiveAsync_resumes_in_the_actor_with_its_sender()
    {
        var future = Tx.CreateFuture<int>();
        var actor = Start(() => new Awaiter(future));
        actor.Tell("go");
        actor.Tell("next");
        Time.RunUntilIdle();
        ExpectNoMsg(TimeSpan.Zero);

        future.Resolve(5);
        Time.RunUntilIdle();

        ExpectMsg($"5 in {actor.Path} for {TestActor.Path}, loop ");
        ExpectMsg("next");
    }

    [Fact]
    public void Await_of_a_failed_future_fails_the_actor()
    {
        var future = Tx.CreateFuture<int>();
        var actor = Start(() => new Awaiter(future));
        actor.Tell("go");
        Time.RunUntilIdle();

        EventFilter.Exception<InvalidOperationException>("failed").ExpectOne(() =>
        {
            future.Reject(new InvalidOperationException("failed"));
            Time.RunUntilIdle();
        });

        Assert.Empty(Unhandled);
    }

    [Fact]
    public void PipeTo_Self_tells_the_actor_with_itself_as_the_sender()
    {
        var future = Tx.CreateFuture<string>();
        var actor = Start(() => new Piper(future, TestActor));
        actor.Tell("go");
        Time.RunUntilIdle();

        future.Resolve("value");
        Time.RunUntilIdle();

        ExpectMsg($"value from {actor.Path}");
    }

    [Fact]
    public void Subscribe_Self_tells_the_actor_how_the_future_ended()
    {
        var future = Tx.CreateFuture<string>();
        var actor = Start(() => new Subscriber(future.Ref, TestActor));
        actor.Tell("go");
        Time.RunUntilIdle();

        future.Resolve("value");
        Time.RunUntilIdle();

        ExpectMsg("FutureResolved value");
    }

    [Fact]
    public void Ask_in_an_actor_has_the_promise_as_the_sender()
    {
        var probe = CreateTestProbe();
        var actor = Start(() => new Asker(probe.Ref, TestActor));
        actor.Tell("go");
        Time.RunUntilIdle();

        probe.ExpectMsg("question");
        Assert.NotEqual(actor, probe.LastSender);
        probe.Reply("answer");
        Time.RunUntilIdle();

        ExpectMsg("answer");
    }

    /// <summary>Callbacks run on the loop, never in the actor that added them.</summary>
    [Fact]
    public void Callbacks_added_in_an_actor_run_on_the_loop_without_an_actor()
    {
        var future = Tx.CreateFutureSuccess(1);
        var actor = Start(() => new Adder(future, TestActor));
        actor.Tell("go");
        Time.RunUntilIdle();

        ExpectMsg("on loop 'default'");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    private IActorRef Start<T>(Func<T> make)
        where T : ActorBase =>
        Sys.ActorOf(Props.CreateBy(new Producer<T>(make)).WithDispatcher(VirtualDispatcherId));

    private sealed class Producer<T>(Func<T> make) : IIndirectActorProducer
        where T : ActorBase
    {
        public Type ActorType => typeof(T);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Awaiter : ReceiveActor
    {
        public Awaiter(Future<int> future)
        {
            ReceiveAsync<string>(text => text == "go", async _ =>
            {
                var value = await future;
                Sender.Tell($"{value} in {Self.Path} for {Sender.Path}, loop {EventLoop.Current}");
            });
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Piper(Future<string> future, IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "go")
                future.PipeTo(Self);
            else
                target.Tell($"{message} from {Sender.Path}");
        }
    }

    private sealed class Subscriber(IActorRef promise, IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "go")
                promise.Tell(new Subscribe(Self));
            else if (message is FutureResolved resolved && resolved.Future.Equals(promise))
                target.Tell($"FutureResolved {resolved.Value}");
        }
    }

    private sealed class Asker(IActorRef asked, IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Context.Txaio().Ask<string>(asked, "question").PipeTo(target);
    }

    private sealed class Adder(Future<int> future, IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            future.AddCallbacks(_ => target.Tell($"on {EventLoop.Current}"));
    }
}
