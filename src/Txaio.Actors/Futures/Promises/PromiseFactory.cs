using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>Makes promises whose futures belong to loops.</summary>
/// <param name="timeouts">Ends the lifetimes of promises for actors that cannot be watched.</param>
/// <param name="completed">Keeps completed promises; null if they are not kept.</param>
internal sealed class PromiseFactory(PromiseTimeouts timeouts, CompletedPromises? completed) : IPromiseFactory
{
    public bool Keeps => completed is not null;

    public IActorRef Make(EventLoop loop, PromiseRequest request) => MessagePromise.Make(loop, request, timeouts);

    public bool TryKeep(IActorRef promise, KeptOutcome outcome) =>
        completed is not null && completed.TryKeep((PromiseRef)promise, outcome);
}
