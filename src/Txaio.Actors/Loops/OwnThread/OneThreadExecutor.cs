using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.OwnThread;

/// <summary>
/// Runs a dispatcher's work on one thread, which sleeps while no work waits. Work that comes while the dispatcher ends
/// is refused, or runs on this thread or the thread pool.
/// </summary>
internal sealed class OneThreadExecutor : ExecutorService
{
    private const int SpinsPerLook = 20;

    // Ten microseconds or so, about the time that it takes to wake a sleeping thread. Zero on one processor, where no
    // work comes while the thread spins.
    private static readonly int MostLooks = Environment.ProcessorCount > 1 ? 16 : 0;

    private readonly EventStream _events;
    private readonly RunQueue<IRunnable> _queue = new();

    // Guards _isWoken and the sleep. A monitor, because the thread waits on it.
    private readonly object _sleep = new();
    private bool _isWoken;
    private volatile bool _isClosed;
    private volatile bool _hasEnded;

    // How often the thread looks for work before it sleeps: less and less while none comes in time. Only the thread uses
    // it.
    private int _looks = MostLooks;

    public OneThreadExecutor(string id, EventStream events)
        : base(id)
    {
        _events = events;
        // Without the execution context of the thread that happens to send the first message.
        new Thread(Work) { IsBackground = true, Name = id }.UnsafeStart();
    }

    public override void Execute(IRunnable run)
    {
        if (_isClosed)
            throw new RejectedExecutionException($"Dispatcher {Id} has ended its thread.");
        StressPoint.Here();
        if (_queue.Put(run))
            Wake();
        // Put passes a fence, and so does the ending thread between this mark and its last look at the queue.
        if (_hasEnded)
            ThreadPool.UnsafeQueueUserWorkItem(static executor => executor.RunLeft(), this, preferLocal: false);
    }

    /// <summary>Ends the thread behind the work that waits.</summary>
    public override void Shutdown()
    {
        _isClosed = true;
        Wake();
    }

    private void Wake()
    {
        lock (_sleep)
        {
            _isWoken = true;
            Monitor.Pulse(_sleep);
        }
    }

    private void Work()
    {
        do
        {
            while (_queue.TryTake(out var run))
                Run(run);
        }
        while (Rest());
        StressPoint.Here();
        _hasEnded = true;
        Interlocked.MemoryBarrier();
        RunLeft();
    }

    // Returns when work waits, or false when the thread has to end.
    private bool Rest()
    {
        if (!SpinsIntoWork())
            Sleep();
        return !_isClosed;
    }

    private bool SpinsIntoWork()
    {
        for (var look = 0; look < _looks; look++)
        {
            Thread.SpinWait(SpinsPerLook);
            if (_queue.IsEmpty)
                continue;
            _looks = MostLooks;
            return true;
        }

        _looks = Math.Max(Math.Min(1, MostLooks), _looks / 2);
        return false;
    }

    private void Sleep()
    {
        if (!_queue.TryRest())
            return;
        lock (_sleep)
        {
            while (!_isWoken && !_isClosed)
                Monitor.Wait(_sleep);
            _isWoken = false;
        }
    }

    private void RunLeft()
    {
        while (_queue.TryTakeAfterEnd(out var run))
            Run(run);
    }

    // A mailbox reports the exceptions of its actor itself.
    private void Run(IRunnable run)
    {
        try
        {
            run.Run();
        }
        catch (Exception e)
        {
            _events.Publish(new Error(e, Id, typeof(OneThreadExecutor), $"{run.GetType().Name} has thrown"));
        }
    }
}
