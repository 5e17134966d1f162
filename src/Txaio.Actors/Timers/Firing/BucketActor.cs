using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// Fires a near bucket, or those of one scheduler tick: chunk by chunk, each when it is due. Messages are told from
/// here; callbacks go to the loop, a chunk at a time.
/// </summary>
/// <param name="timer">The timer.</param>
/// <param name="state">How far the firing is; that of an actor before it, when that was stopped.</param>
internal sealed class BucketActor(BatchedTimer timer, BucketActorState state) : OwnActor
{
    private readonly List<SlotCall> _direct = [];
    private ICancelable? _wakeUp;
    private long _wakesAt = long.MaxValue;

    protected override void PreStart()
    {
        if (state.Given > 0)
            Self.Tell(ChunkDue.Instance);
    }

    protected override void Handle(object message)
    {
        state.IsFiring = true;
        switch (message)
        {
            case BatchedTimerActor.Fire fire:
                state.Given++;
                Enqueue(new BucketRun(timer, fire.Bucket));
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

        state.IsFiring = false;
    }

    protected override void PostStop() => _wakeUp?.Cancel();

    // In due order over all buckets, and among equals in the order they were made.
    private void Enqueue(BucketRun run) => state.Runs.Enqueue(run, (run.Due, run.Number));

    private void FireDue()
    {
        // A scheduler that ends fires all its entries, hours early: no chunk is due then.
        if (timer.Host.IsClosed)
            return;
        var now = timer.Host.Now;
        while (state.Runs.TryPeek(out var run, out var next) && next.Due <= now)
        {
            state.Runs.Dequeue();
            if (run.FireNext(_direct))
                Enqueue(run);
        }

        if (state.Runs.TryPeek(out _, out var later))
            WakeAt(later.Due);
        else
            Context.Parent.Tell(OwnMessage.Sign(new BatchedTimerActor.AllFired(state.Given)), Self);
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
