using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The buckets of a timer that are not due soon, in due order, and the wake-up for the first of them. An actor costs
/// 16 us and 2 kB, and most timeouts are cancelled long before they are due, so a bucket gets its actor only when it is
/// due within a second or two bucket lengths.
/// </summary>
/// <remarks>Not thread-safe, except <see cref="CountRemoved"/>: the timer's gate guards this object.</remarks>
/// <param name="timer">The timer.</param>
/// <param name="wake">Runs on the scheduler's thread when the first bucket is due soon.</param>
internal sealed class WaitingBuckets(BatchedTimer timer, Action wake)
{
    private const int MinRemoved = 64;

    private readonly long _lookahead = Math.Max(TimeSpan.TicksPerSecond, 2 * timer.Bucket.Ticks);
    private readonly PriorityQueue<Bucket, long> _queue = new();
    private ICancelable? _wakeUp;
    private long _wakesAt = long.MaxValue;

    // About how many buckets in the queue are no longer open. Any thread may increment it.
    private int _removed;

    /// <summary>Whether the bucket is due so soon that it gets an actor.</summary>
    public bool IsDueSoon(Bucket bucket, long now) => bucket.Start - now <= _lookahead;

    /// <summary>Adds a bucket that is not due soon.</summary>
    /// <exception cref="LoopTerminatedException">The actor system has ended.</exception>
    public void Add(Bucket bucket, long now)
    {
        DropRemoved();
        _queue.Enqueue(bucket, bucket.Start);
        ScheduleWakeUp(bucket.Start, now);
    }

    /// <summary>
    /// Takes the next bucket that is due soon. When no bucket is due soon, schedules the wake-up for the first bucket.
    /// </summary>
    /// <exception cref="LoopTerminatedException">The actor system has ended.</exception>
    public bool TryTakeDueSoon(long now, [NotNullWhen(true)] out Bucket? bucket)
    {
        if (!_queue.TryPeek(out bucket, out var start))
            return false;
        if (start - now > _lookahead)
        {
            ScheduleWakeUp(start, now);
            return false;
        }

        _queue.Dequeue();
        return true;
    }

    /// <summary>Notes that the wake-up has fired.</summary>
    public void WokeUp() => _wakesAt = long.MaxValue;

    /// <summary>Counts a waiting bucket that is no longer open. Any thread.</summary>
    public void CountRemoved() => Interlocked.Increment(ref _removed);

    /// <summary>Notes that a bucket which was counted as removed has left the queue.</summary>
    public void TookRemoved() => Interlocked.Decrement(ref _removed);

    /// <summary>Removes all buckets, and cancels the wake-up.</summary>
    public void Clear()
    {
        _wakeUp?.Cancel();
        _queue.Clear();
    }

    // An emptied bucket stays in the queue until it is due soon. When half of the queued buckets are empty, this method
    // removes all empty buckets.
    private void DropRemoved()
    {
        if (_removed < MinRemoved || _removed < _queue.Count / 2)
            return;
        Volatile.Write(ref _removed, 0);
        (Bucket Bucket, long Start)[] open = [.. _queue.UnorderedItems.Where(static item => item.Element.IsOpen)];
        _queue.Clear();
        _queue.EnqueueRange(open);
    }

    // One wake-up at a time. If an earlier wake-up did not cancel the later wake-up, each would schedule another
    // wake-up when it fires, and the number of wake-ups would never go down.
    private void ScheduleWakeUp(long start, long now)
    {
        var time = start - _lookahead;
        if (time >= _wakesAt || start == Delays.Never)
            return;
        _wakeUp?.Cancel();
        _wakesAt = time;
        var delay = TimeSpan.FromTicks(Math.Max(0, time - now));
        try
        {
            _wakeUp = timer.Host.Scheduler.Advanced.ScheduleOnceCancelable(delay, wake);
        }
        catch (SchedulerException e)
        {
            throw timer.Ended(e);
        }
    }
}
