using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.RemoteNode;

/// <summary>Acts on its node as the messages of the tests say.</summary>
public sealed class AgentActor : ReceiveActor
{
    // The senders of MakePromise whose promises the loop has not made yet.
    private readonly Queue<IActorRef> _askers = [];

    private readonly List<IBatchedTimer> _held = [];

    public AgentActor()
    {
        var system = Context.System;
        var txaio = system.Txaio();
        Receive<Introduce>(_ => Sender.Tell(new Refs(txaio.Loop.Ref, txaio.BatchedTimer("shared").Ref)));
        Receive<MakePromise>(order =>
        {
            _askers.Enqueue(Sender);
            (order.Loop ?? txaio.Loop.Ref).Tell(CreateFuture.Instance);
        });
        Receive<FutureCreated>(created => _askers.Dequeue().Tell(created));
        Receive<TellTo>(order => order.Target.Tell(order.Message, Sender));
        Receive<Stop>(order => Context.Stop(order.Target));
        Receive<RejectThrown>(order => order.Promise.Tell(new Reject(Thrown(order.Message))));
        Receive<ResolveThrown>(order => order.Promise.Tell(new Resolve(
            order.InStatus ? new Status.Failure(Thrown(order.Message)) : Thrown(order.Message))));
        Receive<FailCarrying>(order => Fail(txaio, order));
        Receive<PipeThrown>(order => txaio.CreateFutureError<int>(Thrown(order.Message)).PipeTo(order.Target));
        Receive<PipeTask>(order => Task.Run(() => order.Value).PipeTo(order.Promise));
        Receive<Square>(order => Sender.Tell(order.Number * order.Number));
        Receive<SquareFor>(order => order.Promise.Tell(order.Number * order.Number));
        Receive<SquareAll>(order => Squares.Of(txaio, order.Count, order.Worker).PipeTo(Sender, Self));
        Receive<CountCalls>(_ => Sender.Tell(TxaioExtension.Get(Context.System).GetScheduledCalls().Count));
        Receive<HoldTimer>(order =>
        {
            _held.Add(txaio.BatchedTimer(order.Name));
            Sender.Tell(new Refs(txaio.Loop.Ref, _held[^1].Ref));
        });
        Receive<Examine>(_ => Examination.Of(system, Self).PipeTo(Sender, Self));
        Receive<Restart>(_ => throw new InvalidOperationException("told to restart"));
        Receive<Ignore>(static _ => { });
        Receive<Measure>(_ => Sender.Tell(Figures.Of(TxaioExtension.Get(Context.System))));
        Receive<WorkLocally>(_ => WorkLocally(txaio, Self).PipeTo(Sender, Self));
    }

    private static async Task<int> WorkLocally(ITxaio txaio, IActorRef self)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        txaio.Loop.CallSoon(ran.SetResult);
        await ran.Task;
        var future = txaio.CreateFuture<int>();
        future.Resolve(1);
        return 1 + await future + (await txaio.Ask<int>(self, new Square(1)));
    }

    private static void Fail(ITxaio txaio, FailCarrying order)
    {
        var failure = new ApplicationFailureException("declined", order.Payload, new IOException("inside"));
        switch (order.Way)
        {
            case FailureWay.Reject:
                order.Promise.Tell(new Reject(failure));
                break;
            case FailureWay.Cancel:
                order.Promise.Tell(new Cancel(failure));
                break;
            case FailureWay.Status:
                order.Promise.Tell(new Status.Failure(failure));
                break;
            default:
                txaio.CreateFutureError<int>(failure).PipeTo(order.Promise);
                break;
        }
    }

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message, new IOException("inside"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
