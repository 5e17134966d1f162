using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>The rest of an async method that awaits a future, and where it resumes.</summary>
internal sealed class AwaitContinuation : FutureContinuation, IThreadPoolWorkItem
{
    private readonly Action _continuation;

    // A synchronization context, a task scheduler, or null for the thread pool.
    private readonly object? _target;

    /// <summary>Resumes in the target that <see cref="CaptureTarget"/> returned.</summary>
    public AwaitContinuation(Action continuation, object? target)
    {
        _continuation = continuation;
        _target = target;
    }

    /// <summary>
    /// Returns where an await of the calling thread resumes: a synchronization context, a task scheduler, or null for
    /// the thread pool.
    /// </summary>
    public static object? CaptureTarget()
    {
        if (SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext))
            return context;
        return ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default) ? null : TaskScheduler.Current;
    }

    /// <summary>Resumes in an execution context: async methods restore their own, other continuations do not.</summary>
    public static Action In(ExecutionContext? context, Action continuation) =>
        context is null ? continuation : Captured(context, continuation);

    /// <summary>Whether the await resumes on the thread pool, in no order with other continuations.</summary>
    public bool ResumesOnThreadPool => _target is null;

    public override void Run(Future future)
    {
        switch (_target)
        {
            case LoopSynchronizationContext loop:
                loop.Loop.Enqueue(new WorkItem(ActionInvoker.Instance, _continuation, null, null));
                break;
            case null when future.Loop.Driven is { } driven:
                driven.Resume(null, this);
                break;
            case null:
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
                break;
            default:
                Nesting.Run(this, future);
                break;
        }
    }

    /// <remarks>Foreign contexts and schedulers may run the continuation inline.</remarks>
    public override void RunNested(Future future)
    {
        if (_target is SynchronizationContext context)
        {
            if (future.Loop.Driven is { } driven)
                driven.Resume(context, this);
            else
                context.Post(static self => ((AwaitContinuation)self!)._continuation(), this);
            return;
        }

        _ = Task.Factory.StartNew(
            _continuation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, (TaskScheduler)_target!);
    }

    void IThreadPoolWorkItem.Execute() => _continuation();

    public override string Describe() => $"an await on {ObjectText.Of(_target)}";

    public override string ToString() => $"{CallbackName.Of(_continuation)} after an await";

    // A method of its own: the compiler would allocate the closure at the start of In, also when In does not use it.
    private static Action Captured(ExecutionContext context, Action continuation) =>
        () => ExecutionContext.Run(context, static it => ((Action)it!)(), continuation);
}
