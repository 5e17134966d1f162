namespace Txaio.Actors;

/// <summary>How far the firing of one bucket has come. Used by its actor only.</summary>
internal sealed class BucketRun(BatchedTimer timer, Bucket bucket)
{
    /// <summary>What <see cref="FireDue"/> answers when the bucket is done.</summary>
    public const long Finished = -1;

    private int _chunks = -1;
    private int _fired;
    private bool _loopTookPart;

    public Bucket Bucket => bucket;

    /// <summary>Fires every chunk that is due by now.</summary>
    /// <param name="direct">An empty list to work with, left empty.</param>
    /// <returns>When the next is due, or <see cref="Finished"/>.</returns>
    public long FireDue(List<SlotCall> direct)
    {
        var now = timer.Host.Now;
        if (now < bucket.Start)
            return bucket.Start;
        if (_chunks < 0)
            Begin();
        while (_fired < _chunks)
        {
            var due = BucketClock.ChunkDue(bucket.Start, timer.Bucket.Ticks, _fired, _chunks);
            if (due > now)
                return due;
            _fired++;
            FireChunk(direct);
        }

        if (_loopTookPart)
            timer.Loop!.Enqueue(ChunkOnLoop.End(bucket));
        else
            timer.Done(bucket);
        return Finished;
    }

    private void Begin()
    {
        var calls = bucket.BeginFiring();
        timer.BeginsFiring(bucket);
        _chunks = BucketClock.Chunks(calls, timer.ChunkSize);
    }

    private void FireChunk(List<SlotCall> direct)
    {
        var onLoop = bucket.TakeChunk(timer.ChunkSize, direct);
        if (onLoop.End.Value > 0 && timer.Loop is { IsOpen: true } loop)
        {
            _loopTookPart = true;
            loop.Enqueue(ChunkOnLoop.Of(bucket, onLoop));
        }

        foreach (var call in direct)
        {
            try
            {
                call.Invoker.Invoke(call.Callback, call.State);
            }
            catch (Exception e)
            {
                timer.Host.ReportDirect(timer, call, e);
            }
        }

        direct.Clear();
    }
}
