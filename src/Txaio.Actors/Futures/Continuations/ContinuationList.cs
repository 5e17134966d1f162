using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// The lock-free list of a future's continuations. Any thread adds. One thread claims the list, and with it the right
/// to complete the future. That thread writes the outcome, then runs the continuations in the order they were added,
/// also those that are added meanwhile.
/// </summary>
/// <remarks>A mutable struct: it is a field of the future, and is never copied.</remarks>
internal struct ContinuationList
{
    private const int NewestFew = 4;

    // The bottom of the list from the claim until every pushed continuation has run.
    private static readonly FutureContinuation Claimed = new FutureContinuationMark();

    // The head once all continuations have run. A later continuation runs on the thread that adds it, after all
    // others.
    private static readonly FutureContinuation Drained = new FutureContinuationMark();

    // The newest continuation.
    private FutureContinuation? _head;

    /// <summary>Whether no continuation has to run after those of <paramref name="claimed"/>.</summary>
    /// <remarks>
    /// True if the list is empty, or holds a single await, which has no order to other continuations.
    /// </remarks>
    public static bool IsDrainedAtOnce(FutureContinuation? claimed) =>
        claimed is null
        || ReferenceEquals(claimed, InlineAwait.Mark)
        || claimed is AwaitContinuation { ResumesOnThreadPool: true, Next: null };

    /// <summary>Adds <paramref name="continuation"/>, behind all others.</summary>
    /// <returns>
    /// False when the list takes no more continuations: the caller waits until the claiming thread has written the
    /// outcome, and runs the continuation itself.
    /// </returns>
    public bool TryAdd(FutureContinuation continuation)
    {
        var head = Volatile.Read(ref _head);
        while (!ReferenceEquals(head, Drained))
        {
            var link = continuation;
            if (!continuation.IsShared)
                continuation.Next = head;
            else if (head is not null)
                link = new SharedLink(continuation) { Next = head };
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _head, link, head);
            if (ReferenceEquals(seen, head))
                return true;
            head = seen;
        }

        return false;
    }

    /// <summary>Adds a shared continuation, if it is the first.</summary>
    public bool TryAddFirst(FutureContinuation shared) => Interlocked.CompareExchange(ref _head, shared, null) is null;

    /// <summary>
    /// Returns a continuation of that kind among the newest few, so that callers can share one. The claiming thread may
    /// reverse the links meanwhile; they still lead only to continuations of this list.
    /// </summary>
    public readonly TContinuation? FindAmongNewest<TContinuation>()
        where TContinuation : FutureContinuation
    {
        var link = Volatile.Read(in _head);
        for (var looked = 0; looked < NewestFew && link is not null; looked++, link = link.Next)
        {
            if (link is TContinuation found)
                return found;
        }

        return null;
    }

    /// <summary>Whether a thread has claimed the list.</summary>
    public readonly bool IsClaimed()
    {
        while (true)
        {
            // The claiming thread changes the head before it changes a link.
            var head = Volatile.Read(in _head);
            if (IsClaimed(head))
                return true;
            if (ReferenceEquals(Volatile.Read(in _head), head))
                return false;
        }
    }

    /// <summary>Claims the list.</summary>
    /// <param name="claimed">The continuations added before, newest first; for the claiming thread.</param>
    /// <returns>False when another thread has claimed it.</returns>
    public bool TryClaim(out FutureContinuation? claimed)
    {
        claimed = Volatile.Read(ref _head);
        while (true)
        {
            // A list that is drained at once holds no mark.
            var isDrained = IsDrainedAtOnce(claimed);
            if (!isDrained && IsClaimed(claimed))
                return false;
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _head, isDrained ? Drained : Claimed, claimed);
            if (ReferenceEquals(seen, claimed))
                return true;
            claimed = seen;
        }
    }

    /// <summary>
    /// Runs the continuations of <paramref name="future"/> in the order they were added, until none is left. For the
    /// claiming thread, unless the list is drained at once.
    /// </summary>
    public void Run(FutureContinuation? claimed, Future future)
    {
        while (true)
        {
            // An empty list is drained at once. After the claim, threads only push.
            RunInOrderAdded(claimed!, future);
            StressPoint.Here();
            if (ReferenceEquals(Interlocked.CompareExchange(ref _head, Drained, Claimed), Claimed))
                return;
            claimed = Interlocked.Exchange(ref _head, Claimed);
        }
    }

    // A claiming thread may change the links while this thread reads them. It has changed the head before, so the
    // caller's exchange fails.
    private static bool IsClaimed(FutureContinuation? list) =>
        list is not null && (list.Next is not null || list is FutureContinuationMark) && IsClaimedBelow(list);

    private static bool IsClaimedBelow(FutureContinuation list)
    {
        for (FutureContinuation? link = list; link is not null && !link.IsShared; link = link.Next)
        {
            if (ReferenceEquals(link, Claimed) || ReferenceEquals(link, Drained))
                return true;
        }

        return false;
    }

    private static void RunInOrderAdded(FutureContinuation newest, Future future)
    {
        if (newest.Next is null)
        {
            // Nearly always the only continuation.
            future.RunSafely(newest);
            return;
        }

        FutureContinuation? oldest = null;
        for (var link = newest; link is not null && !ReferenceEquals(link, Claimed);)
        {
            if (link.IsShared)
            {
                // A shared continuation is always the first that was added, so nothing is below it.
                future.RunSafely(link);
                break;
            }

            var below = link.Next;
            link.Next = oldest;
            oldest = link;
            link = below;
        }

        while (oldest is not null)
        {
            var next = oldest.Next;
            oldest.Next = null;
            future.RunSafely(oldest);
            oldest = next;
        }
    }

    private sealed class SharedLink(FutureContinuation shared) : FutureContinuation
    {
        public override void Run(Future future) => shared.Run(future);
    }
}
