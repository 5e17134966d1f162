using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Promises that actors request by message and that are completed by message: resolved, rejected, cancelled, cancelled
/// by a delayed message, and cancelled because their asker stops. A subscriber gets the outcome of each.
/// </summary>
internal static class Promises
{
    private const int Rounds = 60;

    private enum How
    {
        Resolve,
        PlainMessage,
        Reject,
        Cancel,
        CancelLater,
        StopAsker,
        Count,
    }

    public static void Play(Cycle cycle)
    {
        cycle.OnThreads(Rounds, (_, random, _) =>
        {
            var how = (How)random.Next((int)How.Count);
            var loop = cycle.World.Loops[random.Next(cycle.World.Loops.Count)].Loop.Ref;
            var call = cycle.Start($"a promise by message, {how}", EndOf(how), typeof(InjectedException));
            var scheduled = how == How.CancelLater ? cycle.Start("a call by message", Ends.Done) : null;
            var witness = cycle.World.System.ActorOf(Producer.Props(() => new Witness(call)));
            // A subscriber that lives through all cycles must not be held by promises, nor hold them.
            IActorRef[] subscribers = [witness, cycle.World.Targets.Sink];
            cycle.World.System.ActorOf(Producer.Props(() => new Asker(loop, how, call, scheduled, subscribers)));
        });
    }

    private static Ends EndOf(How how) => how switch
    {
        How.Resolve or How.PlainMessage => Ends.Done,
        How.Reject => Ends.Failed,
        _ => Ends.Cancelled,
    };

    private sealed class Asker(IActorRef loop, How how, Call call, Call? scheduled, IActorRef[] subscribers)
        : UntypedActor
    {
        protected override void PreStart() => loop.Tell(CreateFuture.Instance);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case FutureCreated created:
                    foreach (var subscriber in subscribers)
                        created.Promise.Tell(new Subscribe(subscriber));
                    Complete(created.Promise);
                    break;
                case CallScheduled:
                    scheduled!.Done();
                    Context.Stop(Self);
                    break;
            }
        }

        private void Complete(IActorRef promise)
        {
            switch (how)
            {
                case How.Resolve:
                    promise.Tell(new Resolve("value"));
                    break;
                case How.PlainMessage:
                    promise.Tell("value");
                    break;
                case How.Reject:
                    promise.Tell(new Reject(new InjectedException(call)));
                    break;
                case How.Cancel:
                    promise.Tell(new Cancel("soak"));
                    break;
                case How.CancelLater:
                    loop.Tell(new CallLater(TimeSpan.FromMilliseconds(5), promise, new Cancel("soak")));
                    return;
            }

            Context.Stop(Self);
        }
    }

    private sealed class Witness(Call call) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case FutureResolved:
                    call.Done();
                    break;
                case FutureRejected rejected:
                    call.End(rejected.Cause);
                    break;
            }

            Context.Stop(Self);
        }
    }
}
