using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors;

/// <summary>
/// Awaits that go on one after the other, and beside each other when one takes its time: as long as some are left, an
/// entry in the thread pool's queue lets one more thread help.
/// </summary>
internal sealed class AwaitQueue(IPoolAwait oldest) : IThreadPoolWorkItem
{
    private IPoolAwait? _oldest = oldest;

    /// <summary>Lets them go on until none is left. On the thread pool, any number of its threads.</summary>
    public void Execute()
    {
        if (!TryTake(out var entry, out var isLast))
            return;
        // Before it goes on: it may block until one behind it has.
        if (!isLast)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        var context = ExecutionContext.Capture();
        entry.Execute();
        while (!isLast && TryTake(out entry, out isLast))
        {
            Restore(context);
            entry.Execute();
        }
    }

    private bool TryTake([NotNullWhen(true)] out IPoolAwait? entry, out bool isLast)
    {
        entry = Volatile.Read(ref _oldest);
        while (entry is not null)
        {
            // Read before it is taken: who takes it clears it, but then it is not the oldest any more.
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

    // Each finds the thread as the thread pool gave it, whatever the one before has left there.
    private static void Restore(ExecutionContext? context)
    {
        if (context is not null)
            ExecutionContext.Restore(context);
        if (SynchronizationContext.Current is not null)
            SynchronizationContext.SetSynchronizationContext(null);
    }
}
