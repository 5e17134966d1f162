using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The continuation of an async method off loops, which a drive waits for. It runs on the thread pool, or in the
/// synchronization context it awaited in. A thread that drives in that context runs it itself: the context may have no
/// other thread.
/// </summary>
internal sealed class AwaitedContinuation(
    RunList runs, SynchronizationContext? context, IThreadPoolWorkItem continuation)
    : WorkElsewhere, IRunnable
{
    public SynchronizationContext? Context => context;

    public override string Name => continuation.ToString() ?? continuation.GetType().Name;

    /// <summary>Has the thread pool or the context run it.</summary>
    public void Queue()
    {
        if (context is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
            return;
        }

        try
        {
            context.Post(static self => ((AwaitedContinuation)self!).Execute(), this);
        }
        catch
        {
            runs.EndElsewhere(this);
            throw;
        }
    }

    /// <summary>Runs it where it was queued, unless the thread that drives has taken it.</summary>
    public void Execute()
    {
        if (!runs.TryStart(this))
            return;
        try
        {
            RunAsCurrent(continuation.Execute);
        }
        finally
        {
            runs.EndElsewhere(this);
        }
    }

    /// <summary>Runs it on the thread that drives, in the context that this thread drives in.</summary>
    public void Run() => runs.RunInContext(continuation.Execute);

    public override string ToString() => Name;
}
