using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// The awaits that a thread has completed and that have not resumed yet share a single entry in the thread pool's
/// queue. Otherwise an actor that replies to a mailbox full of Asks would request a pool thread for each reply, and the
/// two threads would pass single messages to and fro.
/// </summary>
/// <remarks>
/// If each await resumes before the thread completes the next await, batches gain nothing. The thread then soon queues
/// its awaits separately, and tries a batch again from time to time.
/// </remarks>
internal sealed class AwaitBatch : IThreadPoolWorkItem
{
    // The number of awaits in a row that may find no batch to join. After them, awaits are queued separately.
    private const int MissesAllowed = 8;

    // The number of awaits that are queued separately before the thread tries a batch again.
    private const int QueuedSeparately = 32;

    // The number of awaits in a row that may find no batch after such a retry.
    private const int MissesAllowedAgain = 2;

    [ThreadStatic]
    private static AwaitBatch? _ofThread;

    // Above zero: how many more awaits may find no batch. Below: how many more are queued separately.
    // Zero: no await yet.
    [ThreadStatic]
    private static int _missesLeft;

    // The batch's thread pushes; the pool thread that executes the batch takes all by one exchange. While this is not
    // null, the batch is in the thread pool's queue.
    private IThreadPoolAwait? _newest;

    private AwaitBatch()
    {
    }

    /// <summary>Has <paramref name="entry"/> resume on the thread pool. Any thread.</summary>
    public static void Queue(IThreadPoolAwait entry)
    {
        var left = _missesLeft;
        if (left < 0)
        {
            _missesLeft = left == -1 ? MissesAllowedAgain : left + 1;
            ThreadPool.UnsafeQueueUserWorkItem(entry, preferLocal: true);
            return;
        }

        var batch = _ofThread ??= new AwaitBatch();
        if (!batch.IsFirst(entry))
        {
            _missesLeft = MissesAllowed;
            return;
        }

        _missesLeft = left switch
        {
            0 => MissesAllowed - 1,
            1 => -QueuedSeparately,
            _ => left - 1,
        };
        ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: true);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var newest = Interlocked.Exchange(ref _newest, null)!;
        StressPoint.Here();
        if (newest.NextInBatch is null)
            newest.Execute();
        else
            new AwaitQueue(OldestFirst(newest)).Execute();
    }

    private bool IsFirst(IThreadPoolAwait entry)
    {
        var newest = Volatile.Read(ref _newest);
        while (true)
        {
            entry.NextInBatch = newest;
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _newest, entry, newest);
            if (ReferenceEquals(seen, newest))
                return newest is null;
            newest = seen;
        }
    }

    private static IThreadPoolAwait OldestFirst(IThreadPoolAwait newest)
    {
        IThreadPoolAwait? newer = null;
        for (var entry = newest; ;)
        {
            ref var next = ref entry.NextInBatch;
            var older = next;
            next = newer;
            if (older is null)
                return entry;
            newer = entry;
            entry = older;
        }
    }
}
