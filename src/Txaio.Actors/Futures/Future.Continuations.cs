using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>
/// The lock-free list of continuations. Any thread pushes; the completing thread takes the list. Taking it claims the
/// future.
/// </content>
public abstract partial class Future
{
    private const int NewestFew = 4;

    // The bottom of the list from the claim until every pushed continuation has run.
    private static readonly FutureContinuation Claimed = new FutureContinuationMark();

    // The list is drained. A later continuation runs once the state is written, behind all earlier ones.
    private static readonly FutureContinuation Drained = new FutureContinuationMark();

    private FutureContinuation? _continuations;

    /// <summary>Runs <paramref name="continuation"/> once the future is completed, after those added before.</summary>
    /// <returns>True: added before the future was completed. False: added before or after.</returns>
    internal bool AddContinuation(FutureContinuation continuation)
    {
        var head = Volatile.Read(ref _continuations);
        while (!ReferenceEquals(head, Drained))
        {
            var link = continuation;
            if (!continuation.IsShared)
                continuation.Next = head;
            else if (head is not null)
                link = new SharedLink(continuation) { Next = head };
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _continuations, link, head);
            if (ReferenceEquals(seen, head))
                return head is null;
            head = seen;
        }

        SpinUntilCompleted();
        RunSafely(continuation);
        return false;
    }

    /// <summary>
    /// Returns a continuation of that kind among the newest few, so that registrants can share one. The completing
    /// thread may reverse the links meanwhile; they still lead only to continuations of this future.
    /// </summary>
    internal TContinuation? FindAmongNewest<TContinuation>()
        where TContinuation : FutureContinuation
    {
        var link = Volatile.Read(ref _continuations);
        for (var looked = 0; looked < NewestFew && link is not null; looked++, link = link.Next)
        {
            if (link is TContinuation found)
                return found;
        }

        return null;
    }

    /// <summary>As <see cref="AddContinuation"/>, for a continuation that observes failures.</summary>
    internal void AddObserver(FutureContinuation continuation)
    {
        // The registrant writes this, then pushes by an exchange of the head. The completing thread exchanges the
        // head, then reads this. So the completing thread sees the mark, or the registrant sees the claim.
        Volatile.Write(ref _observed, 1);
        AddObserved(continuation);
    }

    /// <summary>An await resumes once the future is completed, in its captured place if it comes back.</summary>
    internal void Await(Action continuation, ExecutionContext? context, bool comesBack)
    {
        RegisterWithLoop();
        var place = comesBack ? AwaitContinuation.Place() : null;
        if (place is not null || context is not null || !TryKeepAwait(continuation))
            AddObserver(new AwaitContinuation(AwaitContinuation.In(context, continuation), place));
        else if (Interlocked.CompareExchange(ref _continuations, OwnAwait.Instance, null) is not null)
            AddObserved(OwnAwait.Instance);
    }

    /// <summary>Resumes the await that the future keeps itself, on the thread pool.</summary>
    internal virtual void ResumeAwait() => throw new InvalidOperationException($"{Describe()} keeps no await.");

    /// <summary>Keeps the rest of an async method that awaits it on the thread pool, and observes it then.</summary>
    /// <returns>False when there is no room for it.</returns>
    private protected virtual bool TryKeepAwait(Action continuation) => false;

    /// <summary>Claims the right to complete it.</summary>
    /// <param name="waiting">The continuations added before, newest first; for the completing thread.</param>
    /// <returns>False when the future has been completed; its outcome can be read then.</returns>
    private protected bool TryClaim(out FutureContinuation? waiting)
    {
        waiting = Volatile.Read(ref _continuations);
        while (true)
        {
            // What is drained at once is no mark, nor above one.
            var isDrained = IsDrainedAtOnce(waiting);
            if (!isDrained && (IsCompleted || IsClaimed(waiting)))
                break;
            StressPoint.Here();
            var seen = Interlocked.CompareExchange(ref _continuations, isDrained ? Drained : Claimed, waiting);
            if (ReferenceEquals(seen, waiting))
                return true;
            waiting = seen;
        }

        SpinUntilCompleted();
        return false;
    }

    // With no continuation, or only one without an order to others, no later continuation has to run behind it.
    private static bool IsDrainedAtOnce(FutureContinuation? waiting) =>
        waiting is null
        || ReferenceEquals(waiting, OwnAwait.Instance)
        || waiting is AwaitContinuation { ResumesAnywhere: true, Next: null };

    // Between claiming a future and writing its state lie a few instructions.
    private void SpinUntilCompleted()
    {
        var spin = default(SpinWait);
        while (!IsCompleted)
            spin.SpinOnce();
    }

    private void AddObserved(FutureContinuation continuation)
    {
        // The spin is rarely needed: the completing thread has mostly written the state by now.
        if (!AddContinuation(continuation) && IsCompleted)
            _rejection?.Observe();
    }

    // A stale list may be walked wrongly. It is no longer the head then, so the exchange fails.
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

    private void RunContinuations(FutureContinuation? waiting)
    {
        while (true)
        {
            RunInOrderAdded(waiting);
            StressPoint.Here();
            if (TryDrain())
                return;
            waiting = Interlocked.Exchange(ref _continuations, Claimed);
        }
    }

    // Whether nothing has been added since the future was claimed.
    private bool TryDrain() =>
        ReferenceEquals(Interlocked.CompareExchange(ref _continuations, Drained, Claimed), Claimed);

    private void RunInOrderAdded(FutureContinuation? newest)
    {
        if (newest is null || ReferenceEquals(newest, Claimed))
            return;
        if (newest.Next is null)
        {
            // The only one, as nearly always.
            RunSafely(newest);
            return;
        }

        FutureContinuation? oldest = null;
        for (var link = newest; link is not null && !ReferenceEquals(link, Claimed);)
        {
            if (link.IsShared)
            {
                // Only ever the first that was added, so nothing is below it.
                RunSafely(link);
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
            RunSafely(oldest);
            oldest = next;
        }
    }

    /// <summary>Runs the nested part of <paramref name="continuation"/>; for <see cref="Nesting"/>.</summary>
    internal void RunNested(FutureContinuation continuation)
    {
        try
        {
            continuation.RunNested(this);
        }
        catch (Exception e)
        {
            ReportFailed(continuation, e);
        }
    }

    // Foreign contexts, schedulers and refs may throw. The exception must neither reach the completing thread's caller
    // nor stop later continuations.
    private void RunSafely(FutureContinuation continuation)
    {
        try
        {
            continuation.Run(this);
        }
        catch (Exception e)
        {
            ReportFailed(continuation, e);
        }
    }

    private void ReportFailed(FutureContinuation continuation, Exception cause) =>
        _loop.Report($"{continuation.Describe()} of {Describe()}", cause);

    private sealed class SharedLink(FutureContinuation shared) : FutureContinuation
    {
        public override void Run(Future future) => shared.Run(future);
    }
}
