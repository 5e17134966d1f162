using Akka.Actor;
using Txaio.Actors.Messages;

namespace RemoteFutures;

/// <summary>Completes promises of another process, of which it knows only the refs.</summary>
internal sealed class WorkerActor : ReceiveActor
{
    public WorkerActor() => Receive<FindRoot>(static find =>
    {
        if (find.Number >= 0)
            find.Promise.Tell(Math.Sqrt(find.Number));
        else
            find.Promise.Tell(new Reject(new ArgumentException($"{find.Number} has no real root")));
    });
}
