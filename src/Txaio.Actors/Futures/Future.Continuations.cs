namespace Txaio.Actors;

/// <content>
/// The list of continuations, without locks: pushed by any thread, taken by the one that completes. Taking it is what
/// claims the future.
/// </content>
public abstract partial class Future
{
    private const int NewestFew = 4;

    // Lies at the bottom from the claim on, until everything pushed is drained.
    private static readonly FutureContinuation Claimed = new FutureContinuationMark();

    // Drained for good: what comes now runs as soon as the stage is written, behind everything before it.
    private static readonly FutureContinuation Drained = new FutureContinuationMark();

    private FutureContinuation? _continuations;

    /// <summary>Runs <paramref name="continuation"/> once the future is called, after those added before.</summary>
    /// <returns>Whether it was surely added before the future was called; false says nothing.</returns>
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
    /// A continuation of that kind among the newest few, to be shared: what many ask for one after the other is then
    /// kept once. A list that is being taken links in another order, but only to continuations of this future.
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

    /// <summary>The same for a continuation that looks at failures.</summary>
    internal void AddObserver(FutureContinuation continuation)
    {
        // Who completes looks at this behind an exchange of the list's head; pushing is one, too, so one of both
        // sees the other.
        Volatile.Write(ref _observed, 1);
        AddObserved(continuation);
    }

    /// <summary>An await goes on once the future is called, where it was if it comes back.</summary>
    internal void Await(Action continuation, ExecutionContext? context, bool comesBack)
    {
        JoinLoop();
        var place = comesBack ? AwaitContinuation.Place() : null;
        if (place is not null || context is not null || !TryKeepAwait(continuation))
            AddObserver(new AwaitContinuation(AwaitContinuation.In(context, continuation), place));
        else if (Interlocked.CompareExchange(ref _continuations, OwnAwait.Instance, null) is not null)
            AddObserved(OwnAwait.Instance);
    }

    /// <summary>What it keeps itself goes on, on the thread pool.</summary>
    internal virtual void GoOn() => throw new InvalidOperationException($"{Describe()} keeps no await.");

    /// <summary>Keeps the rest of an async method that awaits it on the thread pool, and observes it then.</summary>
    /// <returns>False when there is no room for it.</returns>
    private protected virtual bool TryKeepAwait(Action continuation) => false;

    /// <summary>Claims the right to complete it.</summary>
    /// <param name="waiting">What was added before, newest first; for who completes it.</param>
    /// <returns>False when it has been called; what became of it can be read then.</returns>
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

    // Where nothing, or what keeps no order with anything else, is all that waits, nobody has to come behind it.
    private static bool IsDrainedAtOnce(FutureContinuation? waiting) =>
        waiting is null
        || ReferenceEquals(waiting, OwnAwait.Instance)
        || waiting is AwaitContinuation { GoesOnAnywhere: true, Next: null };

    // Between claiming a future and writing its stage lie a few instructions.
    private void SpinUntilCompleted()
    {
        var spin = default(SpinWait);
        while (!IsCompleted)
            spin.SpinOnce();
    }

    private void AddObserved(FutureContinuation continuation)
    {
        // Often not looked at again: who answers has it by now.
        if (!AddContinuation(continuation) && IsCompleted)
            _rejection?.Observe();
    }

    // A list that is stale is walked wrongly, and is not the list any more when it is exchanged.
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

    // Foreign contexts, schedulers and refs may refuse what they are given. That must neither reach the completing
    // thread's caller nor keep the continuations behind it from running.
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
