using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Timers.Buckets;

/// <content>
/// Makes buckets, and starts the buckets that are due soon. An actor fires each bucket; the host fires the buckets of a
/// timer without a loop.
/// </content>
internal sealed partial class BatchedTimer
{
    /// <summary>Starts the buckets that have become due soon while the timer's loop refused work. Any thread.</summary>
    public void Resume() => StartDueSoon();

    // Runs on the scheduler's thread.
    private void StartDueSoon()
    {
        try
        {
            lock (_gate)
            {
                _waiting.WokeUp();
                // A scheduler that shuts down fires all its entries, however early: no bucket is due soon then.
                if (!HasEnded)
                    StartDueSoon(_host.Now);
            }
        }
        catch (LoopTerminatedException e)
        {
            // The parent of this timer's actor was stopped.
            _host.Report(this, e);
            TryClose();
        }
    }

    private void StartDueSoon(long now)
    {
        while (_waiting.TryTakeDueSoon(now, out var bucket))
        {
            if (bucket.Live == 0 && bucket.TryEndEmpty())
                _open.TryRemove(KeyValuePair.Create(bucket.Index, bucket));
            else if (bucket.IsOpen)
                StartFiring(bucket);
            else
                _waiting.TookRemoved();
        }
    }

    /// <summary>
    /// Makes a bucket together with its first call, so that no actor starts for a bucket without calls.
    /// </summary>
    /// <returns>False when another thread has made the bucket meanwhile.</returns>
    private bool TryAddBucket(
        long index, CallInvoker invoker, object callback, object? state, out DelayedCall call)
    {
        Bucket bucket;
        lock (_gate)
        {
            ThrowIfEnded();
            call = default;
            if (_open.ContainsKey(index))
                return false;
            var now = _host.Now;
            var start = index == NeverIndex ? Delays.Never : Math.Max(index * _bucket, now);
            bucket = new Bucket(this, index, start, _buckets++);
            bucket.TryAdd(invoker, callback, state, out call);
            if (_waiting.IsDueSoon(bucket, now))
                StartFiring(bucket);
            else
                _waiting.Add(bucket, now);
            _open[index] = bucket;
        }

        StressPoint.Here();
        RememberRecent(bucket);
        Volatile.Write(ref _newest, bucket);
        return true;
    }

    private void StartFiring(Bucket bucket)
    {
        bucket.IsDueSoon = true;
        if (_loop is null)
        {
            // The library's own timers have no actor that a message could stop.
            if (!_host.TryRunAt(bucket.Start, () => Fire(bucket)))
                throw Ended(null);
            return;
        }

        GetOrStartActor().Tell(OwnMessage.Sign(new BatchedTimerActor.Fire(bucket)), ActorRefs.NoSender);
    }

    // For a timer without a loop: the dispatcher runs all calls of the bucket at once.
    private void Fire(Bucket bucket)
    {
        // A scheduler that shuts down fires all its entries, however early: no bucket is due then.
        if (!HasEnded)
            new BucketFiring(this, bucket).FireNext([]);
    }
}
