using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// Fires a near bucket, or those of one scheduler tick: chunk by chunk, each when it is due. Messages are told from
/// here; callbacks go to the loop, a chunk at a time.
/// </summary>
internal sealed class BucketActor(BatchedTimer timer, long? tick) : UntypedActor
{
    private readonly List<BucketRun> _runs = [];
    private readonly List<SlotCall> _direct = [];
    private ICancelable? _wakeUp;
    private int _given;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BatchedTimerActor.Fire fire:
                _given++;
                Add(new BucketRun(timer, fire.Bucket));
                FireDue();
                break;
            case ChunkDue:
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
        foreach (var run in _runs)
            timer.Done(run.Bucket);
    }

    // In due order, which is how the buckets of one tick fire.
    private void Add(BucketRun run)
    {
        var index = _runs.FindIndex(other => other.Bucket.Start > run.Bucket.Start);
        _runs.Insert(index < 0 ? _runs.Count : index, run);
    }

    private void FireDue()
    {
        if (timer.Host.IsClosed)
            return;
        var next = long.MaxValue;
        _runs.RemoveAll(run =>
        {
            var due = run.FireDue(_direct);
            if (due != BucketRun.Finished)
                next = Math.Min(next, due);
            return due == BucketRun.Finished;
        });

        if (_runs.Count > 0)
            WakeAt(next);
        else if (tick is { } ours)
            Context.Parent.Tell(new BatchedTimerActor.TickDone(ours, _given));
        else
            Context.Stop(Self);
    }

    private void WakeAt(long due)
    {
        _wakeUp?.Cancel();
        var delay = TimeSpan.FromTicks(Math.Max(0, due - timer.Host.Now));
        _wakeUp = timer.Host.Scheduler.ScheduleTellOnceCancelable(delay, Self, ChunkDue.Instance, Self);
    }

    /// <summary>A chunk of one of the buckets is due.</summary>
    private sealed class ChunkDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ChunkDue Instance = new();
    }
}
