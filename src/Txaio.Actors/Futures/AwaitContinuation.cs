namespace Txaio.Actors;

/// <summary>The rest of an async method that awaits a future, and where it goes on.</summary>
internal sealed class AwaitContinuation : FutureContinuation, IThreadPoolWorkItem
{
    private readonly Action _continuation;

    // A synchronization context, a task scheduler, or null for the thread pool.
    private readonly object? _place;

    /// <summary>Goes on in a place that <see cref="Place"/> gave.</summary>
    public AwaitContinuation(Action continuation, object? place)
    {
        _continuation = continuation;
        _place = place;
    }

    /// <summary>
    /// Where an await that begins here goes on: a synchronization context, a task scheduler, or null for the thread
    /// pool.
    /// </summary>
    public static object? Place()
    {
        if (SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext))
            return context;
        return ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default) ? null : TaskScheduler.Current;
    }

    /// <summary>Goes on in an execution context: async methods bring their own, others do not.</summary>
    public static Action In(ExecutionContext? context, Action continuation) =>
        context is null ? continuation : Captured(context, continuation);

    /// <summary>Whether it goes on on the thread pool, in no order with anything else.</summary>
    public bool GoesOnAnywhere => _place is null;

    public override void Run(Future future)
    {
        switch (_place)
        {
            case LoopSynchronizationContext loop:
                loop.Loop.Enqueue(new WorkItem(ActionInvoker.Instance, _continuation, null, null));
                break;
            case null when future.Loop.Driven is { } driven:
                driven.GoOn(null, this);
                break;
            case null:
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
                break;
            default:
                Nesting.Run(this, future);
                break;
        }
    }

    /// <remarks>Foreign contexts and schedulers may run what they are given at once.</remarks>
    public override void RunNested(Future future)
    {
        if (_place is SynchronizationContext context)
        {
            if (future.Loop.Driven is { } driven)
                driven.GoOn(context, this);
            else
                context.Post(static self => ((AwaitContinuation)self!)._continuation(), this);
            return;
        }

        _ = Task.Factory.StartNew(
            _continuation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, (TaskScheduler)_place!);
    }

    void IThreadPoolWorkItem.Execute() => _continuation();

    public override string Describe() => $"an await on {ObjectText.Of(_place)}";

    public override string ToString() => $"{CallbackName.Of(_continuation)} after an await";

    // By itself: a lambda that captures makes its object at the beginning of the method it is in, needed or not.
    private static Action Captured(ExecutionContext context, Action continuation) =>
        () => ExecutionContext.Run(context, static it => ((Action)it!)(), continuation);
}
