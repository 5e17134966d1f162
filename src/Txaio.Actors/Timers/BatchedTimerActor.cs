using System.Globalization;
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
    private readonly Dictionary<IActorRef, Given> _given = [];
    private readonly Dictionary<long, Given> _ofTick = [];
    private readonly bool _sharesTicks = timer.Bucket < timer.Host.Tick;

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Fire fire:
                var given = GivenFor(fire.Bucket);
                given.Buckets.Add(fire.Bucket);
                given.Actor.Tell(fire, ActorRefs.NoSender);
                break;
            case AllFired fired:
                // With fewer than it was given, a bucket is on its way to it; it will say so again.
                if (_given.TryGetValue(Sender, out var done) && done.Buckets.Count == fired.Count)
                {
                    Forget(done);
                    Context.Unwatch(done.Actor);
                    Context.Stop(done.Actor);
                }

                break;
            case Terminated dead:
                if (_given.TryGetValue(dead.ActorRef, out var lost))
                {
                    Forget(lost);
                    Drop(lost);
                }

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

        timer.ActorStopped();
    }

    private Given GivenFor(Bucket bucket)
    {
        if (!_sharesTicks)
            return StartActor(bucket, null);
        var tick = bucket.Start / timer.Host.Tick.Ticks;
        if (!_ofTick.TryGetValue(tick, out var given))
            _ofTick[tick] = given = StartActor(bucket, tick);
        return given;
    }

    private Given StartActor(Bucket bucket, long? tick)
    {
        var actor = Context.ActorOf(
            ActorProducer<BucketActor>.Props(() => new BucketActor(timer)).WithDispatcher(dispatcher),
            string.Create(
                CultureInfo.InvariantCulture, $"{bucket.Start / TimeSpan.TicksPerMillisecond}-{bucket.Number}"));
        // Only to notice that somebody else has stopped it.
        Context.Watch(actor);
        return _given[actor] = new Given(actor, tick, []);
    }

    private void Forget(Given given)
    {
        _given.Remove(given.Actor);
        if (given.Tick is { } tick)
            _ofTick.Remove(tick);
    }

    // Buckets whose Fire was still in the mailbox: the actor did not know of them.
    private void Drop(Given given)
    {
        foreach (var bucket in given.Buckets)
            timer.Done(bucket);
        Context.GetLogger().Warning(
            "A bucket's actor of batched timer '{0}', {1}, was stopped before it had fired; its calls are cancelled",
            timer.Name,
            given.Actor.Path.Name);
    }

    /// <summary>The bucket is near; fire it when it is due.</summary>
    internal sealed record Fire(Bucket Bucket) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A bucket's actor has fired every bucket it was given.</summary>
    internal sealed record AllFired(int Count) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What an actor was given, and the tick it is the actor of, if it is one.</summary>
    private sealed record Given(IActorRef Actor, long? Tick, List<Bucket> Buckets);
}
