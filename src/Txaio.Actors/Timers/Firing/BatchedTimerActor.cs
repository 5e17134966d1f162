using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// The actor of a batched timer: the parent of its buckets' actors. Buckets shorter than the scheduler's tick share one
/// actor for each tick, since the scheduler wakes them together.
/// </summary>
internal sealed class BatchedTimerActor(BatchedTimer timer, string dispatcher) : OwnActor
{
    private readonly Dictionary<IActorRef, Assignment> _assignments = [];
    private readonly Dictionary<long, Assignment> _byTick = [];
    private readonly bool _sharesTicks = timer.Bucket < timer.Host.Tick;

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void Handle(object message)
    {
        switch (message)
        {
            case Fire fire:
                var assignment = AssignmentFor(fire.Bucket);
                assignment.Buckets.Add(fire.Bucket);
                assignment.Actor.Tell(fire, ActorRefs.NoSender);
                break;
            case AllFired fired:
                // If more buckets were assigned than the actor has taken, a Fire is still in its mailbox: it will
                // report again.
                if (_assignments.TryGetValue(Sender, out var done) && done.Buckets.Count == fired.Count)
                {
                    Forget(done);
                    Context.Unwatch(done.Actor);
                    Context.Stop(done.Actor);
                }

                break;
            case Terminated dead:
                if (_assignments.TryGetValue(dead.ActorRef, out var lost))
                {
                    Forget(lost);
                    if (lost.Progress.IsFiring)
                        Drop(lost);
                    else
                        Replace(lost);
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
        // The buckets' actors have stopped before this actor.
        foreach (var assignment in _assignments.Values)
            Abandon(assignment);
        CloseStopped(timer, Context.GetLogger());
        timer.ActorStopped();
    }

    /// <summary>Closes a timer because a message from outside has stopped its actor or the actor's parent.</summary>
    public static void CloseStopped(BatchedTimer timer, ILoggingAdapter log)
    {
        if (!timer.TryClose() || timer.Host.IsClosed)
            return;
        timer.Host.AddStopped(timer);
        log.Warning("Batched timer '{0}' was stopped; its pending calls are cancelled", timer.Name);
    }

    private static void Abandon(Assignment assignment)
    {
        while (assignment.Progress.Firings.TryDequeue(out var firing, out _))
            firing.Abandon();
    }

    private Assignment AssignmentFor(Bucket bucket)
    {
        if (!_sharesTicks)
            return StartActor(bucket, null);
        var tick = bucket.Start / timer.Host.Tick.Ticks;
        if (!_byTick.TryGetValue(tick, out var assignment))
            assignment = StartActor(bucket, tick);
        return assignment;
    }

    private Assignment StartActor(Bucket bucket, long? tick) =>
        StartActor(
            string.Create(
                CultureInfo.InvariantCulture, $"{bucket.Start / TimeSpan.TicksPerMillisecond}-{bucket.Number}"),
            tick,
            [],
            new FiringProgress());

    private Assignment StartActor(string name, long? tick, List<Bucket> buckets, FiringProgress progress)
    {
        var actor = GuardedRef.Attach(
            Self,
            ActorProducer<BucketActor>.Props(() => new BucketActor(timer, progress)).WithDispatcher(dispatcher), name);
        // A message from outside may stop the actor.
        Context.Watch(actor);
        var assignment = _assignments[actor] = new Assignment(actor, tick, buckets, progress);
        if (tick is { } shared)
            _byTick[shared] = assignment;
        return assignment;
    }

    private void Forget(Assignment assignment)
    {
        _assignments.Remove(assignment.Actor);
        if (assignment.Tick is { } tick)
            _byTick.Remove(tick);
    }

    // A message from outside has stopped the actor: another actor fires its calls.
    private void Replace(Assignment lost)
    {
        Context.GetLogger().Warning(
            "A bucket's actor of batched timer '{0}', {1}, was stopped; another one fires its calls",
            timer.Name,
            lost.Actor.Path.Name);
        var next = StartActor(lost.Actor.Path.Name, lost.Tick, lost.Buckets, lost.Progress);
        // The buckets whose Fire was still in the mailbox.
        foreach (var bucket in lost.Buckets.Skip(lost.Progress.Taken))
            next.Actor.Tell(OwnMessage.Sign(new Fire(bucket)), ActorRefs.NoSender);
    }

    // A new actor would fail at the same message.
    private void Drop(Assignment failed)
    {
        Abandon(failed);
        foreach (var bucket in failed.Buckets)
            timer.Complete(bucket);
        Context.GetLogger().Warning(
            "A bucket's actor of batched timer '{0}', {1}, failed before it had fired; its calls are cancelled",
            timer.Name,
            failed.Actor.Path.Name);
    }

    /// <summary>The bucket is due soon; its actor fires it at the due time.</summary>
    internal sealed class Fire(Bucket bucket) : OwnMessage, IDeadLetterSuppression
    {
        public Bucket Bucket => bucket;
    }

    /// <summary>A bucket's actor has fired every bucket that was assigned to it.</summary>
    internal sealed class AllFired(int count) : OwnMessage, IDeadLetterSuppression
    {
        public int Count => count;
    }

    /// <summary>The buckets of an actor, and the actor's tick; null for an actor that fires a single bucket.</summary>
    private sealed record Assignment(IActorRef Actor, long? Tick, List<Bucket> Buckets, FiringProgress Progress);
}
