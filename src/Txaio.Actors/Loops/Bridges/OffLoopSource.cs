using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>
/// The source of a task that is awaited off loops: its continuations never run inside the call that completes it. In
/// virtual time the scheduler runs them and waits for them; .NET alone would put them on the thread pool unseen.
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal sealed class OffLoopSource<T> : TaskCompletionSource<T>
{
    // Null in real time, and where a loop or an actor awaits: there .NET's own continuations suffice.
    private readonly IDrivenScheduler? _driven;

    // The context of the thread that got the task, which most likely awaits it; null for the thread pool.
    private readonly SynchronizationContext? _context;

    /// <summary>Made on the thread that gets the task.</summary>
    public OffLoopSource(EventLoop loop)
        : this(OffLoop.IsHere ? loop.Driven : null)
    {
    }

    private OffLoopSource(IDrivenScheduler? driven)
        : base(driven is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None)
    {
        _driven = driven;
        _context = driven is null ? null : OffLoop.Context;
    }

    /// <summary>Whether it is what would be made on the calling thread: in real time always.</summary>
    public bool FitsHere(EventLoop loop) =>
        loop.Driven is null
        || (_driven is not null == OffLoop.IsHere && (_driven is null || ReferenceEquals(_context, OffLoop.Context)));

    public new void SetResult(T result)
    {
        if (_driven is null)
            base.SetResult(result);
        else
            Complete(_driven, () => base.SetResult(result));
    }

    public new void SetException(Exception error)
    {
        if (_driven is null)
            base.SetException(error);
        else
            Complete(_driven, () => base.SetException(error));
    }

    public new void SetCanceled(CancellationToken token)
    {
        if (_driven is null)
            base.SetCanceled(token);
        else
            Complete(_driven, () => base.SetCanceled(token));
    }

    public new void SetFromTask(Task<T> completed)
    {
        if (_driven is null)
            base.SetFromTask(completed);
        else
            Complete(_driven, () => base.SetFromTask(completed));
    }

    private void Complete(IDrivenScheduler driven, Action complete)
    {
        if (_context is null)
        {
            driven.GoOn(null, new OffLoopWork(complete, ToString()));
            // As in real time, the task has its result when this returns; only its continuations come later.
            SpinWait.SpinUntil(() => Task.IsCompleted);
        }
        else if (driven.IsDrivenIn(_context))
        {
            driven.GoOn(_context, new OffLoopWork(complete, ToString()));
        }
        else
        {
            OffLoop.RunWithoutContinuations(complete);
        }
    }

    public override string ToString() => $"a task of {TypeName.Of(typeof(T))} and what awaits it";
}
