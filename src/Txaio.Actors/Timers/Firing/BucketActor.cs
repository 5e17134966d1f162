using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// Fires a bucket that is due soon, or all buckets of one scheduler tick, each chunk at its due time. The actor tells
/// the messages of a chunk itself and queues the callbacks of a chunk on the loop as one entry.
/// </summary>
/// <param name="timer">The timer.</param>
/// <param name="progress">The progress of the firing; an actor that was stopped leaves it to the next actor.</param>
internal sealed class BucketActor(BatchedTimer timer, FiringProgress progress) : OwnActor
{
    private readonly List<SlotCall> _direct = [];
    private ICancelable? _wakeUp;
    private long _wakesAt = long.MaxValue;

    protected override void PreStart()
    {
        if (progress.Taken > 0)
            Self.Tell(ChunkDue.Instance);
    }

    protected override void Handle(object message)
    {
        progress.IsFiring = true;
        switch (message)
        {
            case BatchedTimerActor.Fire fire:
                progress.Taken++;
                Enqueue(new BucketFiring(timer, fire.Bucket));
                FireDue();
                break;
            case ChunkDue:
                _wakesAt = long.MaxValue;
                FireDue();
                break;
            default:
                Unhandled(message);
                break;
        }

        progress.IsFiring = false;
    }

    protected override void PostStop() => _wakeUp?.Cancel();

    // The queue orders the chunks of all buckets by due time. Buckets with equal due times fire in the order they were
    // made.
    private void Enqueue(BucketFiring firing) => progress.Firings.Enqueue(firing, (firing.Due, firing.Number));

    private void FireDue()
    {
        // A scheduler that shuts down fires all its entries, however early: no chunk is due then.
        if (timer.Host.IsClosed)
            return;
        var now = timer.Host.Now;
        while (progress.Firings.TryPeek(out var firing, out var next) && next.Due <= now)
        {
            progress.Firings.Dequeue();
            if (firing.FireNext(_direct))
                Enqueue(firing);
        }

        if (progress.Firings.TryPeek(out _, out var later))
            WakeAt(timer.Host.Clock.WakesFor(later.Due));
        else
            Context.Parent.Tell(OwnMessage.Sign(new BatchedTimerActor.AllFired(progress.Taken)), Self);
    }

    private void WakeAt(long due)
    {
        if (due == _wakesAt)
            return;
        _wakeUp?.Cancel();
        _wakesAt = due;
        var delay = TimeSpan.FromTicks(Math.Max(0, due - timer.Host.Now));
        _wakeUp = timer.Host.Scheduler.ScheduleTellOnceCancelable(delay, Self, ChunkDue.Instance, Self);
    }

    /// <summary>A chunk of one of the buckets is due.</summary>
    private sealed class ChunkDue : OwnMessage, IDeadLetterSuppression
    {
        public static readonly ChunkDue Instance = Sign(new ChunkDue());
    }
}
