using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <content>The continuations, which run when the future is completed.</content>
public abstract partial class Future
{
    // The claim of the list is the claim of the future.
    private ContinuationList _continuations;

    /// <summary>Runs <paramref name="continuation"/> once the future is completed, after those added before.</summary>
    internal void AddContinuation(FutureContinuation continuation)
    {
        if (_continuations.TryAdd(continuation))
            return;
        SpinUntilCompleted();
        RunSafely(continuation);
    }

    /// <summary>Returns a continuation of that kind among the newest few, so that callers can share one.</summary>
    internal TContinuation? FindAmongNewest<TContinuation>()
        where TContinuation : FutureContinuation =>
        _continuations.FindAmongNewest<TContinuation>();

    /// <summary>As <see cref="AddContinuation"/>, for a continuation that observes failures.</summary>
    internal void AddObserver(FutureContinuation continuation)
    {
        // The adding thread writes this, then pushes by an exchange of the head. The completing thread exchanges the
        // head, then reads this. So the completing thread sees the mark, or the adding thread sees the claim.
        Volatile.Write(ref _observed, 1);
        AddObserved(continuation);
    }

    /// <summary>
    /// Adds an await, which resumes once the future is completed: in the captured context, or on the thread pool.
    /// </summary>
    internal void Await(Action continuation, ExecutionContext? context, bool continueOnCapturedContext)
    {
        RegisterWithLoop();
        var target = continueOnCapturedContext ? AwaitContinuation.CaptureTarget() : null;
        if (target is not null || context is not null || !TryKeepAwait(continuation))
            AddObserver(new AwaitContinuation(AwaitContinuation.In(context, continuation), target));
        else if (!_continuations.TryAddFirst(InlineAwait.Mark))
            AddObserved(InlineAwait.Mark);
    }

    /// <summary>Resumes the await that the future keeps itself, on the thread pool.</summary>
    internal virtual void ResumeAwait() => throw new InvalidOperationException($"{Describe()} keeps no await.");

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

    /// <summary>Runs <paramref name="continuation"/>, and reports its exception.</summary>
    /// <remarks>
    /// Foreign contexts, schedulers and refs may throw. The exception must neither reach the completing thread's caller
    /// nor stop later continuations.
    /// </remarks>
    internal void RunSafely(FutureContinuation continuation)
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

    /// <summary>
    /// Stores the rest of an async method that awaits the future on the thread pool, and observes the future.
    /// </summary>
    /// <returns>False when the future has no field for an await, or the field is used.</returns>
    private protected virtual bool TryKeepAwait(Action continuation) => false;

    /// <summary>Claims the right to complete the future.</summary>
    /// <param name="waiting">The continuations added before, newest first; for the completing thread.</param>
    /// <returns>False when the future has been completed; its outcome can be read then.</returns>
    private protected bool TryClaim(out FutureContinuation? waiting)
    {
        if (_continuations.TryClaim(out waiting))
            return true;
        SpinUntilCompleted();
        return false;
    }

    /// <summary>Whether the future is cancelled, or a thread has begun to complete it so.</summary>
    internal bool IsOrBecomesCancelled()
    {
        if (_continuations.IsClaimed())
            SpinUntilCompleted();
        return IsCancelled;
    }

    // The claiming thread writes the state a few instructions after the claim.
    private void SpinUntilCompleted()
    {
        var spin = default(SpinWait);
        while (!IsCompleted)
            spin.SpinOnce();
    }

    private void AddObserved(FutureContinuation continuation)
    {
        AddContinuation(continuation);
        // If the future is still pending, the completing thread reads the mark after it has written the state.
        _rejection?.Observe();
    }

    private void ReportFailed(FutureContinuation continuation, Exception cause) =>
        _loop.Report($"{continuation.Describe()} of {Describe()}", cause);
}
