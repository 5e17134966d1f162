using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The mailbox runs of every virtual dispatcher of one actor system, first in, first out. One thread at a time
/// works them off: the test's thread, or, once the list was handed over because the system ends, a thread of the
/// pool whenever the test's thread does not.
/// </summary>
internal sealed class RunList
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    // Guards everything below, and is pulsed whenever something changes: any thread adds, one works off.
    private readonly object _gate = new();
    private readonly Queue<IRunnable> _runs = new();
    private readonly HashSet<WorkElsewhere> _elsewhere = [];

    // Those of them that have not begun: the test's thread may take them.
    private readonly HashSet<AwaitedContinuation> _queued = [];
    private readonly Action<Exception> _onPoolFailure;
    private Thread? _worker;

    // The synchronization context in which the test's thread drives: code that awaited in it resumes in it.
    private SynchronizationContext? _context;
    private ActorCell? _cell;
    private bool _workerIsPool;
    private bool _handedOver;
    private bool _poolAsked;

    /// <summary>Creates an empty list.</summary>
    /// <param name="onPoolFailure">Called with the exception of a run on the pool, which has no caller.</param>
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
    /// Queues the continuation of an async method in its context or on the thread pool; drives wait for it.
    /// </summary>
    public void Add(SynchronizationContext? context, IThreadPoolWorkItem continuation)
    {
        var awaited = new AwaitedContinuation(this, context, continuation);
        lock (_gate)
        {
            if (context is not null && IsDrivenIn(context))
            {
                _runs.Enqueue(awaited);
                return;
            }

            AddElsewhere(awaited);
        }

        awaited.Queue();
    }

    /// <summary>Whether the test's thread works the list off.</summary>
    public bool IsDriven
    {
        get
        {
            lock (_gate)
                return _worker is not null && !_workerIsPool;
        }
    }

    /// <summary>Whether the test's thread works the list off in this context.</summary>
    public bool IsDrivenIn(SynchronizationContext context)
    {
        lock (_gate)
            return _worker is not null && !_workerIsPool && ReferenceEquals(_context, context);
    }

    /// <summary>Runs a continuation in the context in which the test's thread drives. On that thread.</summary>
    public void RunInContext(Action continuation)
    {
        InternalCurrentActorCellKeeper.Current = _cell;
        SynchronizationContext.SetSynchronizationContext(_context);
        continuation();
    }

    /// <summary>Makes the calling thread the one that works the list off, until <see cref="Exit"/>.</summary>
    /// <exception cref="InvalidOperationException">It is so already, or another test thread is.</exception>
    public void Enter()
    {
        lock (_gate)
        {
            // A drive must not wait for code that drives itself; another thread's drive ends first.
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

    /// <summary>Notes that a thread of the pool or a context begins to run <paramref name="continuation"/>.</summary>
    /// <returns>False when the thread that drives has taken it.</returns>
    public bool TryStart(AwaitedContinuation continuation)
    {
        lock (_gate)
            return _queued.Remove(continuation);
    }

    /// <summary>Takes the next run; waits for one while actors run elsewhere. False when all is quiet.</summary>
    /// <exception cref="TimeoutException">The actors elsewhere are not done in that much real time.</exception>
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

    /// <summary>Notes work that begins on another thread, and that a drive is to wait for.</summary>
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

    /// <summary>Wakes the thread that waits, so that it looks at its condition again.</summary>
    public void Pulse()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    /// <summary>Waits until there is a run or the condition holds. False when the real time is up.</summary>
    public bool Wait(Func<bool> ready, TimeSpan timeout)
    {
        lock (_gate)
            return WaitUntil(() => _runs.Count > 0 || ready(), timeout);
    }

    /// <summary>From now on the pool works off what the test's thread does not. There is no way back.</summary>
    public void HandOver()
    {
        lock (_gate)
        {
            _handedOver = true;
            AskPool();
        }
    }

    // In the gate.
    private void AddElsewhere(AwaitedContinuation continuation)
    {
        _elsewhere.Add(continuation);
        _queued.Add(continuation);
    }

    // In the gate. The test's thread runs the continuations that are queued in the context in which it drives.
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

    // In the gate. After a drive that failed, the contexts run the continuations that the drive has not run.
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
        // The one clock of this package that is not the scheduler's: a guard against waiting for ever has to be real.
        var clock = TimeProvider.System;
        var begin = clock.GetTimestamp();
        while (!ready())
        {
            var left = timeout - clock.GetElapsedTime(begin);
            // Shorter ones would be rounded to no wait at all, and longer ones are refused.
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
                return; // the thread that works the list off calls AskPool when it leaves
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

    // In one step under the gate: a run that is added between the look and the leaving would never be worked off.
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
