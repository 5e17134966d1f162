using System.Runtime.InteropServices;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// Removes cancelled entries after each full garbage collection. Akka's own <c>Cancelable</c> tells nothing when it is
/// cancelled, unless each entry paid for a registration with its token: more than the entry itself.
/// </summary>
/// <remarks>
/// No reference leads to this object, so the collector finalizes it at each collection of its generation, and the
/// finalizer registers it again. After a few collections it is in the oldest generation.
/// </remarks>
internal sealed class AfterCollection
{
    // A handle: a WeakReference would have been finalized itself by then.
    private WeakGCHandle<SleepingThread> _thread;

    private AfterCollection(SleepingThread thread) => _thread = new WeakGCHandle<SleepingThread>(thread);

    ~AfterCollection()
    {
        if (_thread.TryGetTarget(out var thread) && !thread.IsClosed)
        {
            thread.Sweep();
            GC.ReRegisterForFinalize(this);
            return;
        }

        _thread.Dispose();
    }

    /// <summary>Sweeps the entries of <paramref name="thread"/> after collections, until it has closed.</summary>
    public static void Sweep(SleepingThread thread) => _ = new AfterCollection(thread);
}
