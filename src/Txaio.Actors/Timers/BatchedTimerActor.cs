using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Messages;

namespace Txaio.Actors;

/// <summary>
/// The actor of a batched timer: the parent of its near buckets' actors. Buckets shorter than the scheduler's tick
/// share the actor of their tick, since they wake together anyway.
/// </summary>
internal sealed class BatchedTimerActor(BatchedTimer timer, string dispatcher) : UntypedActor
{
    // The actors of ticks, and how many buckets each was given.
    private readonly Dictionary<long, (IActorRef Actor, int Given)> _ticks = [];

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Fire fire when timer.Bucket >= timer.Host.Tick:
                StartActor(fire.Bucket).Tell(fire, ActorRefs.NoSender);
                break;
            case Fire fire:
                ActorOfTick(fire.Bucket).Tell(fire, ActorRefs.NoSender);
                break;
            case TickDone done when _ticks[done.Tick].Given == done.Fired:
                _ticks.Remove(done.Tick);
                Context.Stop(Sender);
                break;
            case TickDone:
                // A bucket is on its way to it; it will say so again.
                break;
            case CallLater call:
                timer.MessageCalls.Schedule(call, Sender, Self);
                break;
            case CancelCall cancel:
                timer.MessageCalls.Cancel(cancel, Sender, Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        if (timer.TryClose() && !timer.Host.IsClosed)
        {
            Context.GetLogger().Warning(
                "Batched timer '{0}' was stopped by a message; its pending calls are cancelled", timer.Name);
        }
    }

    private IActorRef ActorOfTick(Bucket bucket)
    {
        var tick = bucket.Start / timer.Host.Tick.Ticks;
        var (actor, given) = _ticks.TryGetValue(tick, out var known) ? known : (StartActor(bucket, tick), 0);
        _ticks[tick] = (actor, given + 1);
        return actor;
    }

    private IActorRef StartActor(Bucket bucket, long? tick = null) => Context.ActorOf(
        ActorProducer<BucketActor>.Props(() => new BucketActor(timer, tick)).WithDispatcher(dispatcher),
        $"{bucket.Start / TimeSpan.TicksPerMillisecond}-{bucket.Number}");

    /// <summary>The bucket is near; fire it when it is due.</summary>
    internal sealed record Fire(Bucket Bucket) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The actor of a tick has fired every bucket it was given.</summary>
    internal sealed record TickDone(long Tick, int Fired) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
