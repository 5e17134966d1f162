using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>The progress of one bucket's firing. Only the actor that fires the bucket uses it.</summary>
internal sealed class BucketFiring(BatchedTimer timer, Bucket bucket)
{
    private LoopChunks? _loopChunks;
    private int _chunks = -1;
    private int _fired;

    /// <summary>The bucket's number; orders buckets with equal due times.</summary>
    public long Number => bucket.Number;

    /// <summary>When the next chunk is due.</summary>
    public long Due => bucket.FiresAt;

    /// <summary>Fires the next chunk.</summary>
    /// <param name="direct">An empty list for the call to use; empty again when the call returns.</param>
    /// <returns>Whether chunks are left; if not, the bucket has ended.</returns>
    public bool FireNext(List<SlotCall> direct)
    {
        if (_chunks < 0)
        {
            _chunks = BucketClock.Chunks(bucket.BeginFiring(), timer.ChunkSize);
            timer.MoveToFiring(bucket);
        }

        if (_fired < _chunks && !timer.HasEnded)
        {
            _fired++;
            FireChunk(direct);
            if (_fired < _chunks)
            {
                bucket.FiresAt = BucketClock.ChunkDue(bucket.Start, timer.Bucket.Ticks, _fired, _chunks);
                return true;
            }
        }

        End();
        return false;
    }

    /// <summary>Ends the bucket; calls that have not run are dropped.</summary>
    public void Abandon()
    {
        bucket.End();
        End();
    }

    private void End()
    {
        if (_loopChunks is not null)
            _loopChunks.Complete();
        else
            timer.Complete(bucket);
    }

    private void FireChunk(List<SlotCall> direct)
    {
        var onLoop = bucket.TakeChunk(timer.ChunkSize, direct);
        if (onLoop.End.Value > 0)
            (_loopChunks ??= new LoopChunks(timer.Loop!, bucket)).Add(onLoop, Due);
        if (timer.Telemetry is { } telemetry && TimerTelemetry.IsListenedTo)
            telemetry.Fired(direct.Count, timer.Host.Now - Due);
        foreach (var call in direct)
            Tell(call);
        direct.Clear();
    }

    // Another thread tells a message that may block the telling thread, so that the bucket's other calls are on time.
    private void Tell(SlotCall call)
    {
        if (call.Invoker.TargetOf(call.Callback) is { } target
            && !(Deliveries.TakesAtOnce(target) && timer.Host.Deliveries.IsIdle))
        {
            TellLater(call, target);
            return;
        }

        try
        {
            call.Invoker.Invoke(call.Callback, call.State);
        }
        catch (Exception e)
        {
            bucket.AddError(e);
        }
    }

    private void TellLater(SlotCall call, IActorRef target) => timer.Host.Deliveries.TellLater(
        timer.Loop?.Name, target, () => call.Invoker.Invoke(call.Callback, call.State));
}
