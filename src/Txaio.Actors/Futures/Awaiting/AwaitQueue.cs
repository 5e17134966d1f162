using System.Diagnostics.CodeAnalysis;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// Resumes awaits one after another. While awaits are left, an entry in the thread pool's queue lets one more thread
/// help. So an await that takes long does not hold up the awaits behind it.
/// </summary>
internal sealed class AwaitQueue(IThreadPoolAwait oldest) : IThreadPoolWorkItem
{
    private IThreadPoolAwait? _oldest = oldest;

    /// <summary>Resumes awaits until none is left. Runs on any number of pool threads at once.</summary>
    public void Execute()
    {
        if (!TryTake(out var entry, out var isLast))
            return;
        // Queued before the await resumes: the await may block until a later await has resumed.
        if (!isLast)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        var context = PoolThread.Context;
        entry.Execute();
        while (!isLast && TryTake(out entry, out isLast))
        {
            PoolThread.Restore(context);
            entry.Execute();
        }
    }

    private bool TryTake([NotNullWhen(true)] out IThreadPoolAwait? entry, out bool isLast)
    {
        entry = Volatile.Read(ref _oldest);
        while (entry is not null)
        {
            // Read before the exchange: another thread that takes the entry clears the link. Then our exchange fails.
            var next = entry.NextInBatch;
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _oldest, next, entry);
            if (ReferenceEquals(seen, entry))
            {
                entry.NextInBatch = null;
                isLast = next is null;
                return true;
            }

            entry = seen;
        }

        isLast = true;
        return false;
    }
}
