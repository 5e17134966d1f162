using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// The actor of a batched timer: the parent of its near buckets' actors. Buckets shorter than the scheduler's tick
/// share the actor of their tick, since they wake together anyway.
/// </summary>
internal sealed class BatchedTimerActor(BatchedTimer timer, string dispatcher) : OwnActor
{
    private readonly Dictionary<IActorRef, Given> _given = [];
    private readonly Dictionary<long, Given> _ofTick = [];
    private readonly bool _sharesTicks = timer.Bucket < timer.Host.Tick;

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void Handle(object message)
    {
        switch (message)
        {
            case Fire fire:
                var given = GivenFor(fire.Bucket);
                given.Buckets.Add(fire.Bucket);
                given.Actor.Tell(fire, ActorRefs.NoSender);
                break;
            case AllFired fired:
                // It has taken fewer buckets than it was given: one is on its way, and the actor will report again.
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
                    if (lost.State.IsFiring)
                        Drop(lost);
                    else
                        GoOn(lost);
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
        // The buckets' actors have stopped.
        foreach (var given in _given.Values)
            Abandon(given);
        if (timer.TryClose() && !timer.Host.IsClosed)
        {
            timer.Host.Stopped(timer);
            Context.GetLogger().Warning(
                "Batched timer '{0}' was stopped; its pending calls are cancelled", timer.Name);
        }

        timer.ActorStopped();
    }

    private static void Abandon(Given given)
    {
        while (given.State.Runs.TryDequeue(out var run, out _))
            run.Abandon();
    }

    private Given GivenFor(Bucket bucket)
    {
        if (!_sharesTicks)
            return StartActor(bucket, null);
        var tick = bucket.Start / timer.Host.Tick.Ticks;
        if (!_ofTick.TryGetValue(tick, out var given))
            given = StartActor(bucket, tick);
        return given;
    }

    private Given StartActor(Bucket bucket, long? tick) =>
        StartActor(
            string.Create(
                CultureInfo.InvariantCulture, $"{bucket.Start / TimeSpan.TicksPerMillisecond}-{bucket.Number}"),
            tick,
            [],
            new BucketActorState());

    private Given StartActor(string name, long? tick, List<Bucket> buckets, BucketActorState state)
    {
        var actor = GuardedRef.Attach(
            Self,
            ActorProducer<BucketActor>.Props(() => new BucketActor(timer, state)).WithDispatcher(dispatcher), name);
        // A message from outside may stop it.
        Context.Watch(actor);
        var given = _given[actor] = new Given(actor, tick, buckets, state);
        if (tick is { } shared)
            _ofTick[shared] = given;
        return given;
    }

    private void Forget(Given given)
    {
        _given.Remove(given.Actor);
        if (given.Tick is { } tick)
            _ofTick.Remove(tick);
    }

    // A message from outside has stopped the actor: the calls fire all the same.
    private void GoOn(Given lost)
    {
        Context.GetLogger().Warning(
            "A bucket's actor of batched timer '{0}', {1}, was stopped; another one fires its calls",
            timer.Name,
            lost.Actor.Path.Name);
        var next = StartActor(lost.Actor.Path.Name, lost.Tick, lost.Buckets, lost.State);
        // The buckets whose Fire was still in the mailbox.
        foreach (var bucket in lost.Buckets.Skip(lost.State.Given))
            next.Actor.Tell(OwnMessage.Sign(new Fire(bucket)), ActorRefs.NoSender);
    }

    // The message that made it fail would do so again.
    private void Drop(Given failed)
    {
        Abandon(failed);
        foreach (var bucket in failed.Buckets)
            timer.Done(bucket);
        Context.GetLogger().Warning(
            "A bucket's actor of batched timer '{0}', {1}, failed before it had fired; its calls are cancelled",
            timer.Name,
            failed.Actor.Path.Name);
    }

    /// <summary>The bucket is near; fire it when it is due.</summary>
    internal sealed class Fire(Bucket bucket) : OwnMessage, IDeadLetterSuppression
    {
        public Bucket Bucket => bucket;
    }

    /// <summary>A bucket's actor has fired every bucket it was given.</summary>
    internal sealed class AllFired(int count) : OwnMessage, IDeadLetterSuppression
    {
        public int Count => count;
    }

    /// <summary>What an actor was given, and the tick it is the actor of, if it is one.</summary>
    private sealed record Given(IActorRef Actor, long? Tick, List<Bucket> Buckets, BucketActorState State);
}
