using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>
/// The source of a task that external code awaits. No <c>await</c> resumes inside the call that completes the task. In
/// virtual time the scheduler resumes the awaits and waits for them: on the thread pool it would not see them.
/// </summary>
/// <remarks>
/// In virtual time, .NET may run a <c>ContinueWith</c> with <c>ExecuteSynchronously</c> inside that call: unlike an
/// <c>await</c>, it does not look at the synchronization context.
/// </remarks>
/// <typeparam name="T">The type of the result.</typeparam>
internal sealed class ExternalTaskSource<T> : TaskCompletionSource<T>
{
    // Null in real time, and where a loop or an actor awaits: .NET's own continuations are enough there.
    private readonly IDrivenScheduler? _driven;

    // The context of the thread that got the task and most likely awaits it; null for the thread pool.
    private readonly SynchronizationContext? _context;

    /// <summary>Makes a source, on the thread that gets the task.</summary>
    public ExternalTaskSource(EventLoop loop)
        : this(ExternalCode.IsCurrent ? loop.Driven : null)
    {
    }

    private ExternalTaskSource(IDrivenScheduler? driven)
        : base(driven is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None)
    {
        _driven = driven;
        _context = driven is null ? null : ExternalCode.AwaitContext;
    }

    /// <summary>
    /// Whether the calling thread would make an equal source, so that it can share this one. In real time always true.
    /// </summary>
    public bool FitsCallingThread(EventLoop loop) =>
        loop.Driven is null
        || (_driven is not null == ExternalCode.IsCurrent
            && (_driven is null || ReferenceEquals(_context, ExternalCode.AwaitContext)));

    public new void SetResult(T result)
    {
        if (_driven is null)
            base.SetResult(result);
        else
            CompleteNow(_driven, () => base.SetResult(result));
    }

    public new void SetException(Exception error)
    {
        if (_driven is null)
            base.SetException(error);
        else
            CompleteNow(_driven, () => base.SetException(error));
    }

    public new void SetCanceled(CancellationToken token)
    {
        if (_driven is null)
            base.SetCanceled(token);
        else
            CompleteNow(_driven, () => base.SetCanceled(token));
    }

    /// <summary>Ends as another task has ended. In virtual time it may do so after this method has returned.</summary>
    public new void SetFromTask(Task<T> completed)
    {
        if (_driven is null)
            base.SetFromTask(completed);
        else
            Complete(_driven, () => base.SetFromTask(completed));
    }

    // As in real time, the task is completed when this method returns; only its continuations run later. A thread of
    // the pool may wait for another one here. So what ends by itself calls Complete: that may be many threads at once,
    // and the pool adds two a second.
    private void CompleteNow(IDrivenScheduler driven, Action complete)
    {
        Complete(driven, complete);
        if (_context is null)
            SpinWait.SpinUntil(() => Task.IsCompleted);
    }

    private void Complete(IDrivenScheduler driven, Action complete)
    {
        if (_context is null || driven.IsDrivenIn(_context))
            driven.Resume(_context, new NamedWorkItem(complete, ToString()));
        else
            ExternalCode.CompleteWithoutInlining(complete);
    }

    public override string ToString() => $"a task of {TypeName.Of(typeof(T))} and the code that awaits it";
}
