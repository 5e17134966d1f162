using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// Fires a near bucket, or those of one scheduler tick: chunk by chunk, each when it is due. Messages are told from
/// here; callbacks go to the loop, a chunk at a time.
/// </summary>
internal sealed class BucketActor(BatchedTimer timer) : UntypedActor
{
    private readonly PriorityQueue<BucketRun, (long Due, long Number)> _runs = new();
    private readonly List<SlotCall> _direct = [];
    private ICancelable? _wakeUp;
    private long _wakesAt = long.MaxValue;
    private int _given;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BatchedTimerActor.Fire fire:
                _given++;
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
    }

    protected override void PostStop()
    {
        _wakeUp?.Cancel();
        while (_runs.TryDequeue(out var run, out _))
            run.Abandon();
    }

    // In due order over all buckets, and among equals in the order they were made.
    private void Enqueue(BucketRun run) => _runs.Enqueue(run, (run.Due, run.Number));

    private void FireDue()
    {
        // The scheduler fires whatever it holds when it ends, hours early: nothing is due then.
        if (timer.Host.IsClosed)
            return;
        var now = timer.Host.Now;
        while (_runs.TryPeek(out var run, out var next) && next.Due <= now)
        {
            _runs.Dequeue();
            if (run.FireNext(_direct))
                Enqueue(run);
        }

        if (_runs.TryPeek(out _, out var later))
            WakeAt(later.Due);
        else
            Context.Parent.Tell(new BatchedTimerActor.AllFired(_given), Self);
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
    private sealed class ChunkDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ChunkDue Instance = new();
    }
}
