namespace Txaio.Actors;

/// <summary>The rest of an async method that awaits a future, and where it goes on.</summary>
internal sealed class AwaitContinuation : FutureContinuation
{
    private readonly Action _continuation;
    private readonly ExecutionContext? _context;

    // A synchronization context, a task scheduler, or null for the thread pool.
    private readonly object? _place;

    private AwaitContinuation(Action continuation, ExecutionContext? context, object? place)
    {
        _continuation = continuation;
        _context = context;
        _place = place;
    }

    /// <summary>Goes on where this is called.</summary>
    public static AwaitContinuation Here(Action continuation, ExecutionContext? context) =>
        new(continuation, context, Place());

    public override void Run(Future future)
    {
        switch (_place)
        {
            case LoopSynchronizationContext loop:
                loop.Loop.Enqueue(new WorkItem(ActionInvoker.Instance, _continuation, null, _context));
                break;
            case SynchronizationContext place:
                place.Post(static self => ((AwaitContinuation)self!).Continue(), this);
                break;
            case TaskScheduler place:
                _ = Task.Factory.StartNew(Continue, CancellationToken.None, TaskCreationOptions.DenyChildAttach, place);
                break;
            default:
                ThreadPool.UnsafeQueueUserWorkItem(static self => self.Continue(), this, preferLocal: false);
                break;
        }
    }

    public override string Describe() => $"an await on {_place}";

    private static object? Place()
    {
        if (SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext))
            return context;
        return ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default) ? null : TaskScheduler.Current;
    }

    private void Continue()
    {
        if (_context is null)
            _continuation();
        else
            ExecutionContext.Run(_context, static self => ((AwaitContinuation)self!)._continuation(), this);
    }
}
