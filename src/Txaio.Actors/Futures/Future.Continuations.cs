namespace Txaio.Actors;

/// <content>
/// The list of continuations, without locks: pushed by any thread, drained by the one that completes.
/// </content>
public abstract partial class Future
{
    // Being drained: what is pushed on top of it now is drained next.
    private static readonly FutureContinuation Draining = new FutureContinuationMark();

    // Drained for good: what comes now runs at once, behind everything before it.
    private static readonly FutureContinuation Drained = new FutureContinuationMark();

    private FutureContinuation? _continuations;

    /// <summary>Runs <paramref name="continuation"/> once the future is called, after those added before.</summary>
    internal void AddContinuation(FutureContinuation continuation)
    {
        var head = Volatile.Read(ref _continuations);
        while (!ReferenceEquals(head, Drained))
        {
            FutureContinuation link = continuation;
            if (!continuation.IsShared)
                continuation.Next = head;
            else if (head is not null)
                link = new SharedLink(continuation) { Next = head };
            var seen = Interlocked.CompareExchange(ref _continuations, link, head);
            if (ReferenceEquals(seen, head))
                return;
            head = seen;
        }

        RunSafely(continuation);
    }

    private void RunContinuations()
    {
        var list = Interlocked.Exchange(ref _continuations, Draining);
        while (true)
        {
            RunInOrderAdded(list);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _continuations, Drained, Draining), Draining))
                return;
            list = Interlocked.Exchange(ref _continuations, Draining);
        }
    }

    private void RunInOrderAdded(FutureContinuation? newest)
    {
        FutureContinuation? oldest = null;
        for (var link = newest; link is not null && !ReferenceEquals(link, Draining);)
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

    // Contexts, schedulers and refs of other people's may refuse what they are given. That must neither reach who
    // completes the future nor keep the continuations behind it from running.
    private void RunSafely(FutureContinuation continuation)
    {
        try
        {
            continuation.Run(this);
        }
        catch (Exception e)
        {
            _loop.Report($"{continuation.Describe()} of {Describe()}", e);
        }
    }

    private sealed class SharedLink(FutureContinuation shared) : FutureContinuation
    {
        public override void Run(Future future) => shared.Run(future);
    }
}
