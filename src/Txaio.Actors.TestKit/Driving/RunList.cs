using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The mailbox runs of all virtual dispatchers of one actor system, first in, first out. One thread at a time, the
/// worker, runs them: the test's thread while it drives the time. After <see cref="HandOver"/>, when the system ends, a
/// thread of the pool is the worker while no test thread drives.
/// </summary>
internal sealed class RunList
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    // Guards the fields below, and is pulsed when one of them changes: any thread adds runs, the worker takes them.
    private readonly object _gate = new();
    private readonly Queue<IRunnable> _runs = new();
    private readonly HashSet<WorkElsewhere> _elsewhere = [];

    // The continuations in _elsewhere that have not begun: the test's thread may take them.
    private readonly HashSet<AwaitedContinuation> _queued = [];
    private readonly Action<Exception> _onPoolFailure;
    private Thread? _worker;

    // The synchronization context and current actor of the test's thread: code that awaited there resumes with them.
    private SynchronizationContext? _context;
    private ActorCell? _cell;
    private bool _workerIsPool;
    private bool _handedOver;
    private bool _poolAsked;

    /// <summary>Creates an empty list.</summary>
    /// <param name="onPoolFailure">Called with the exception of a run on the pool, where no caller gets it.</param>
    public RunList(Action<Exception> onPoolFailure) => _onPoolFailure = onPoolFailure;

    public int Count
    {
        get
        {
            lock (_gate)
                return _runs.Count;
        }
    }

    public void Add(IRunnable run)
    {
        lock (_gate)
        {
            _runs.Enqueue(run);
            AskPool();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Queues the continuation of an async method in its context or on the thread pool. Drives wait for its end.
    /// </summary>
    public void Add(SynchronizationContext? context, IThreadPoolWorkItem continuation)
    {
        var awaited = new AwaitedContinuation(this, context, continuation);
        lock (_gate)
        {
            if (context is not null && IsDrivenIn(context))
            {
                _runs.Enqueue(awaited);
                Monitor.PulseAll(_gate);
                return;
            }

            AddElsewhere(awaited);
        }

        awaited.Queue();
    }

    /// <summary>Whether a test's thread is the worker.</summary>
    public bool IsDriven
    {
        get
        {
            lock (_gate)
                return _worker is not null && !_workerIsPool;
        }
    }

    /// <summary>Whether a test's thread is the worker, in this context.</summary>
    public bool IsDrivenIn(SynchronizationContext context)
    {
        lock (_gate)
            return _worker is not null && !_workerIsPool && ReferenceEquals(_context, context);
    }

    /// <summary>Runs a continuation in the context of the test's thread. Called on that thread.</summary>
    public void RunInContext(Action continuation)
    {
        InternalCurrentActorCellKeeper.Current = _cell;
        SynchronizationContext.SetSynchronizationContext(_context);
        continuation();
    }

    /// <summary>Makes the calling thread the worker, until <see cref="Exit"/>.</summary>
    /// <exception cref="InvalidOperationException">This or another test's thread is the worker.</exception>
    public void Enter()
    {
        lock (_gate)
        {
            // A continuation that a drive waits for may drive the time itself. The waiting drive then stops waiting for
            // the continuation, and this thread waits for that drive to end: otherwise each would wait for the other.
            var isAwaited = WorkElsewhere.Current is { } current && _elsewhere.Remove(current);
            Monitor.PulseAll(_gate);
            while (_worker is not null)
            {
                if (_worker == Thread.CurrentThread)
                {
                    throw new InvalidOperationException(
                        "Virtual time is driven from inside a callback or an actor that virtual time itself runs. "
                        + "Only the test drives it: schedule a call instead.");
                }
                if (!_workerIsPool && !isAwaited)
                {
                    throw new InvalidOperationException(
                        $"Virtual time is being driven by another thread ({_worker.ManagedThreadId}). "
                        + "One thread at a time may advance, run until idle or wait.");
                }
                Monitor.Wait(_gate);
            }
            _worker = Thread.CurrentThread;
            _context = SynchronizationContext.Current;
            _cell = InternalCurrentActorCellKeeper.Current;
            TakeOver();
        }
    }

    public void Exit()
    {
        List<AwaitedContinuation> left;
        lock (_gate)
        {
            _worker = null;
            _context = null;
            _cell = null;
            left = LeaveContinuations();
            AskPool();
            Monitor.PulseAll(_gate);
        }

        foreach (var continuation in left)
            continuation.Queue();
    }

    /// <summary>Called when a thread of the pool or a context begins to run <paramref name="continuation"/>.</summary>
    /// <returns>False if the driving thread has taken the continuation.</returns>
    public bool TryStart(AwaitedContinuation continuation)
    {
        lock (_gate)
            return _queued.Remove(continuation);
    }

    /// <summary>
    /// Takes the next run. Waits while work runs on other threads; returns false when there is no run and no such work.
    /// </summary>
    /// <exception cref="TimeoutException">
    /// The work on other threads has not ended within <paramref name="timeout"/> of real time.
    /// </exception>
    public bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out IRunnable? run)
    {
        lock (_gate)
        {
            if (_runs.TryDequeue(out run))
                return true;
            if (_elsewhere.Count == 0)
                return false;
            if (!WaitUntil(() => _runs.Count > 0 || _elsewhere.Count == 0, timeout))
            {
                var names = string.Join(", ", _elsewhere.Take(10).Select(static work => work.Name));
                throw new TimeoutException(
                    $"Virtual time waits for actors and awaits off loops that are busy for {timeout}: {names}.");
            }
            return _runs.TryDequeue(out run);
        }
    }

    /// <summary>Adds work on another thread; drives wait until it ends.</summary>
    public void BeginElsewhere(WorkElsewhere work)
    {
        lock (_gate)
            _elsewhere.Add(work);
    }

    public void EndElsewhere(WorkElsewhere work)
    {
        lock (_gate)
        {
            _elsewhere.Remove(work);
            if (_elsewhere.Count == 0)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Makes a waiting thread check its condition again.</summary>
    public void Pulse()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    /// <summary>
    /// Waits until there is a run or the condition holds. Returns false after the timeout, in real time.
    /// </summary>
    public bool Wait(Func<bool> ready, TimeSpan timeout)
    {
        lock (_gate)
            return WaitUntil(() => _runs.Count > 0 || ready(), timeout);
    }

    /// <summary>
    /// Lets the pool run mailbox runs from now on, while no test's thread is the worker. Cannot be undone.
    /// </summary>
    public void HandOver()
    {
        lock (_gate)
        {
            _handedOver = true;
            AskPool();
        }
    }

    // Called under the lock.
    private void AddElsewhere(AwaitedContinuation continuation)
    {
        _elsewhere.Add(continuation);
        _queued.Add(continuation);
    }

    // Called under the lock. The test's thread takes over the continuations that are queued in its context.
    private void TakeOver()
    {
        if (_context is null)
            return;
        foreach (var continuation in _queued.Where(queued => ReferenceEquals(queued.Context, _context)).ToList())
        {
            _queued.Remove(continuation);
            _elsewhere.Remove(continuation);
            _runs.Enqueue(continuation);
        }
    }

    // Called under the lock. After a failed drive, the contexts run the continuations that the drive has not run.
    private List<AwaitedContinuation> LeaveContinuations()
    {
        var left = _runs.OfType<AwaitedContinuation>().ToList();
        if (left.Count == 0)
            return left;
        var others = _runs.Where(static run => run is not AwaitedContinuation).ToList();
        _runs.Clear();
        others.ForEach(_runs.Enqueue);
        left.ForEach(AddElsewhere);
        return left;
    }

    private bool WaitUntil(Func<bool> ready, TimeSpan timeout)
    {
        // Real time, because this timeout must end the wait even if virtual time stands still.
        var clock = TimeProvider.System;
        var begin = clock.GetTimestamp();
        while (!ready())
        {
            var left = timeout - clock.GetElapsedTime(begin);
            // Monitor.Wait rounds less than a millisecond to no wait, and refuses more than LongestWait.
            if (timeout == Timeout.InfiniteTimeSpan)
                Monitor.Wait(_gate);
            else if (left >= TimeSpan.FromMilliseconds(1))
                Monitor.Wait(_gate, left < LongestWait ? left : LongestWait);
            else
                return false;
        }
        return true;
    }

    private void AskPool()
    {
        if (!_handedOver || _poolAsked || _worker is not null || _runs.Count == 0)
            return;
        _poolAsked = true;
        ThreadPool.UnsafeQueueUserWorkItem(static list => list.WorkOffOnPool(), this, preferLocal: false);
    }

    private void WorkOffOnPool()
    {
        lock (_gate)
        {
            _poolAsked = false;
            if (_worker is not null)
                return; // The worker calls AskPool in Exit.
            _worker = Thread.CurrentThread;
            _workerIsPool = true;
        }
        while (TryTakeOrLeave(out var run))
        {
            try
            {
                CleanThread.Run(run.Run);
            }
            catch (Exception exception)
            {
                _onPoolFailure(exception);
            }
        }
    }

    // One step under the lock: a run added between the check and the end of the worker would never run.
    private bool TryTakeOrLeave([NotNullWhen(true)] out IRunnable? run)
    {
        lock (_gate)
        {
            if (_runs.TryDequeue(out run))
                return true;
            _worker = null;
            _workerIsPool = false;
            Monitor.PulseAll(_gate);
            return false;
        }
    }
}
