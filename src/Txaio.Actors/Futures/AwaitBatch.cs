namespace Txaio.Actors;

/// <summary>
/// The awaits that one thread has called and that have not gone on yet: one entry in the thread pool's queue for all of
/// them. An actor that answers a mailbox full of Asks would otherwise ask the thread pool for a thread each time, and two
/// threads would pass single messages to and fro.
/// </summary>
/// <remarks>
/// A thread that calls them one at a time, each after the one before has gone on, has nothing to gather and would pay for
/// looking: it soon queues them apart, and looks again from time to time.
/// </remarks>
internal sealed class AwaitBatch : IThreadPoolWorkItem
{
    // How many in a row may find nobody to join before the next are queued apart; how many are; and how many of those
    // behind them look again.
    private const int Patience = 8;
    private const int Apart = 32;
    private const int Looks = 2;

    [ThreadStatic]
    private static AwaitBatch? _ofThread;

    // Above zero: how many more may find nobody to join. Below: how many more are queued apart. Zero: the first is still
    // to come.
    [ThreadStatic]
    private static int _patience;

    // Pushed by the batch's thread, all taken at once by the one that executes it. As long as there is one, the batch
    // stands in the thread pool's queue.
    private IPoolAwait? _newest;

    private AwaitBatch()
    {
    }

    /// <summary>Lets <paramref name="entry"/> go on on the thread pool. Any thread.</summary>
    public static void Queue(IPoolAwait entry)
    {
        var patience = _patience;
        if (patience < 0)
        {
            _patience = patience == -1 ? Looks : patience + 1;
            ThreadPool.UnsafeQueueUserWorkItem(entry, preferLocal: true);
            return;
        }

        var batch = _ofThread ??= new AwaitBatch();
        if (!batch.IsFirst(entry))
        {
            _patience = Patience;
            return;
        }

        _patience = patience switch
        {
            0 => Patience - 1,
            1 => -Apart,
            _ => patience - 1,
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

    // Adds it.
    private bool IsFirst(IPoolAwait entry)
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

    private static IPoolAwait OldestFirst(IPoolAwait newest)
    {
        IPoolAwait? newer = null;
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
