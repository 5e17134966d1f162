namespace Txaio.Actors;

/// <summary>The rest of an async method that awaits a future, and where it goes on.</summary>
internal sealed class AwaitContinuation : FutureContinuation, IThreadPoolWorkItem
{
    private readonly Action _continuation;

    // A synchronization context, a task scheduler, or null for the thread pool.
    private readonly object? _place;

    private AwaitContinuation(Action continuation, object? place)
    {
        _continuation = continuation;
        _place = place;
    }

    /// <summary>
    /// Goes on where this is called, or anywhere. Async methods bring their execution context themselves; who does not
    /// gives it here.
    /// </summary>
    public static AwaitContinuation Of(Action continuation, ExecutionContext? context, bool comesBack) =>
        new(context is null ? continuation : In(context, continuation), comesBack ? Place() : null);

    /// <summary>Whether it goes on on the thread pool, in no order with anything else.</summary>
    public bool GoesOnAnywhere => _place is null;

    public override void Run(Future future)
    {
        switch (_place)
        {
            case LoopSynchronizationContext loop:
                loop.Loop.Enqueue(new WorkItem(ActionInvoker.Instance, _continuation, null, null));
                break;
            case SynchronizationContext place:
                place.Post(static self => ((AwaitContinuation)self!)._continuation(), this);
                break;
            case TaskScheduler place:
                _ = Task.Factory.StartNew(_continuation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, place);
                break;
            default:
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
                break;
        }
    }

    void IThreadPoolWorkItem.Execute() => _continuation();

    public override string Describe() => $"an await on {_place}";

    // By itself: a lambda that captures makes its object at the beginning of the method it is in, needed or not.
    private static Action In(ExecutionContext context, Action continuation) =>
        () => ExecutionContext.Run(context, static it => ((Action)it!)(), continuation);

    private static object? Place()
    {
        if (SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext))
            return context;
        return ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default) ? null : TaskScheduler.Current;
    }
}
