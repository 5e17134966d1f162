using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The continuation of an async method off loops; drives wait for its end. It runs on the thread pool, or in the
/// synchronization context of the await. A thread that drives in that context runs the continuation itself, because the
/// context may have no other thread.
/// </summary>
internal sealed class AwaitedContinuation(
    RunList runs, SynchronizationContext? context, IThreadPoolWorkItem continuation)
    : WorkElsewhere, IRunnable
{
    public SynchronizationContext? Context => context;

    public override string Name => continuation.ToString() ?? continuation.GetType().Name;

    /// <summary>Queues the continuation on the thread pool or in the context.</summary>
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

    /// <summary>Runs the continuation on the pool or in the context, unless the driving thread has taken it.</summary>
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

    /// <summary>Runs the continuation on the driving thread, in that thread's context.</summary>
    public void Run() => runs.RunInContext(continuation.Execute);

    public override string ToString() => Name;
}
