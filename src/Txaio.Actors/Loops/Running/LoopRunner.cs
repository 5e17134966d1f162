using Akka.Actor;
using Akka.Actor.Internal;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Scopes;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Running;

/// <summary>Runs the callbacks of a loop: owns the run queue, the turns, and the callback that runs now.</summary>
/// <remarks>
/// Posting threads put callbacks into the queue. The thread that posts to a resting loop wakes the loop's actor with a
/// single message. The actor runs a turn of up to <c>callbacks-per-turn</c> callbacks, then tells itself to run
/// another.
/// </remarks>
internal sealed class LoopRunner
{
    private const int MostCallbacksPerDrivenTurn = 256;
    private const int SpinsPerRound = 40;

    // Zero on one processor: posting threads cannot run while this one spins.
    private static readonly int SpinRounds = Environment.ProcessorCount > 1 ? 2 : 0;

    private static readonly ContextCallback RunCurrentCallback = static runner =>
    {
        CancelScope.Leave();
        ((LoopRunner)runner!).RunCurrent();
    };

    private readonly EventLoop _loop;
    private readonly LoopCapacity _capacity;
    private readonly FailureReporter _failures;
    private readonly SynchronizationContext _context;
    private readonly TimeSpan _slowCallback;
    private readonly int _callbacksPerTurn;
    private readonly RunQueue<WorkItem> _queue = new();

    // The loop's thread writes to these two objects for each callback. Their fields are not fields of the runner,
    // because posting threads read the runner's cache lines.
    private readonly CallbackGroup _group = new();
    private readonly LoopMeter _meter;

    public LoopRunner(
        EventLoop loop, LoopSettings settings, LoopCapacity capacity, FailureReporter failures,
        SynchronizationContext context)
    {
        _loop = loop;
        _capacity = capacity;
        _failures = failures;
        _context = context;
        _slowCallback = settings.SlowCallback;
        // A driven scheduler notices a turn that never ends only if turns are short.
        _callbacksPerTurn = loop.Driven is null
            ? settings.CallbacksPerTurn
            : Math.Min(settings.CallbacksPerTurn, MostCallbacksPerDrivenTurn);
        _meter = new LoopMeter(loop.Telemetry);
    }

    /// <summary>How many callbacks wait, including those of the running turn. Any thread.</summary>
    public long Pending => _queue.Pending;

    /// <summary>The measurements. Any thread reads them.</summary>
    public LoopMeter Meter => _meter;

    /// <summary>Queues a callback, and wakes the loop if it rests. Any thread; never throws.</summary>
    public void Post(in WorkItem item)
    {
        if (PostWithoutWaking(item))
            Wake();
    }

    /// <summary>Queues a callback and does not wake the loop: for callers that hold a lock.</summary>
    /// <returns>Whether the caller has to <see cref="Wake"/> the loop once it holds no lock.</returns>
    public bool PostWithoutWaking(in WorkItem item)
    {
        var wakes = _queue.Put(item);
        // The posting thread puts its entry in, passes the fence in Put, and reads the state. The closing loop writes
        // the state, passes a fence, and reads the queue. So the posting thread or the closing loop has the entry run.
        StressPoint.Here();
        if (!_loop.IsClosed)
            return wakes;
        RunOnThreadPool();
        return false;
    }

    /// <summary>Wakes the loop's actor. Any thread.</summary>
    public void Wake()
    {
        _meter.TurnRequested(_loop.Now);
        _loop.Ref.Tell(LoopActor.Wake.Instance, ActorRefs.NoSender);
    }

    /// <summary>Lets a loop whose actor has just started rest, or wakes it.</summary>
    public void RestOrWake()
    {
        if (!_queue.TryRest())
            Wake();
    }

    /// <summary>Runs one turn. Called by the loop's actor.</summary>
    /// <returns>Whether more callbacks wait. If so, the caller has to start the next turn.</returns>
    public bool RunTurn()
    {
        RunCallbacks(_callbacksPerTurn);
        // The thread pool runs the entries of a closed loop.
        if (_loop.IsClosed || _queue.TryRest())
            return false;
        _meter.TurnRequested(_loop.Now);
        return true;
    }

    /// <summary>
    /// Runs callbacks until none waits. Stops when the loop is abandoned: callbacks that always queue another must not
    /// delay the system's end. Called by the loop's actor.
    /// </summary>
    public void RunAll()
    {
        int ran;
        do
        {
            // No thread requested this turn, so it starts without lag.
            _meter.TurnRequested(_loop.Now);
            ran = RunCallbacks(int.MaxValue);
            _queue.EndTurn();
        }
        while (ran > 0);
    }

    /// <summary>Has the thread pool run the callbacks that still wait on a loop that has just closed.</summary>
    public void RunRemaining()
    {
        if (!_queue.IsEmpty)
            RunOnThreadPool();
    }

    /// <summary>The states of the queued entries with that callback, in order. Any thread.</summary>
    public IEnumerable<object?> StatesOf(object callback) =>
        _queue.Waiting().Where(item => ReferenceEquals(item.Callback, callback)).Select(static item => item.State);

    /// <summary>Restores the contexts that a callback may have changed.</summary>
    public void RestoreContext()
    {
        DefaultExecutionContext.Restore();
        if (!ReferenceEquals(CurrentContext.Value, _context))
            CurrentContext.Value = _context;
    }

    // A dedicated thread has the default execution context. A thread of a shared dispatcher may have the context of the
    // thread that woke the loop.
    private int RunCallbacks(int limit)
    {
        if (DefaultExecutionContext.IsCurrent)
            return RunCallbacksInDefaultContext(limit);
        var ran = 0;
        ExecutionContext.Run(
            DefaultExecutionContext.Instance, _ => ran = RunCallbacksInDefaultContext(limit), null);
        return ran;
    }

    private int RunCallbacksInDefaultContext(int limit)
    {
        var outerLoop = EventLoop.Current;
        var outerContext = CurrentContext.Value;
        var outerCell = InternalCurrentActorCellKeeper.Current;
        var ran = 0;
        _queue.BeginTurn();
        _meter.TurnStarts(_loop.Now);
        try
        {
            EventLoop.Current = _loop;
            // Callbacks are the user's, not this actor's: a Tell in one has no sender.
            InternalCurrentActorCellKeeper.Current = null;
            CurrentContext.Value = _context;
            RunCallbacks(limit, ref ran);
        }
        finally
        {
            EndGroup();
            _group.Clear();
            _meter.TurnEnds();
            if (ran > 0 && Instruments.LoopLag.Enabled)
                _loop.Telemetry.TurnBegan(_meter.Lag);
            CurrentContext.Value = outerContext;
            InternalCurrentActorCellKeeper.Current = outerCell;
            EventLoop.Current = outerLoop;
        }

        return ran;
    }

    private void RunCallbacks(int limit, ref int ran)
    {
        while (ran < limit && !_loop.IsClosed && (_queue.TryTake(out _group.Current) || TryTakeAfterSpin(ran)))
        {
            ran++;
            _capacity.Release();
            if (_group.Current.Context is { } context && !ReferenceEquals(context, DefaultExecutionContext.Instance))
            {
                ExecutionContext.Run(context, RunCurrentCallback, this);
            }
            else
            {
                RunCurrent();
                RestoreContext();
            }

            if (_group.AddCurrent() >= _meter.GroupSize)
                EndGroup();
        }
    }

    // Before the turn ends, the loop spins for a microsecond or two and reads the queue again: a wake-up costs many
    // times that, also on the posting thread. It does not read the queue all the time: each entry, with the queue's
    // cache lines around it, would then move between the processors one at a time. It does not spin on a thread of
    // .NET's pool: the thread is needed for the work that the callbacks have queued to the pool.
    private bool TryTakeAfterSpin(int ran)
    {
        if (ran == 0 || SpinRounds == 0 || Thread.CurrentThread.IsThreadPoolThread)
            return false;
        for (var round = 0; round < SpinRounds; round++)
        {
            Thread.SpinWait(SpinsPerRound);
            if (_queue.TryTake(out _group.Current))
                return true;
        }

        return false;
    }

    private void RunCurrent()
    {
        ref readonly var item = ref _group.Current;
        try
        {
            item.Run();
        }
        catch (Exception e)
        {
            _loop.Report($"callback {item.Describe()}", e);
        }
    }

    private void EndGroup()
    {
        var ran = _group.End();
        if (_meter.GroupEnds(_loop.Now, ran, _slowCallback) is { } took)
            _failures.ReportSlow(_loop.Name, took, _group.NamesOf(ran), _slowCallback);
    }

    private void RunOnThreadPool() =>
        ThreadPool.UnsafeQueueUserWorkItem(static runner => runner.RunClosed(), this, preferLocal: false);

    // A closed loop's callbacks, on a thread of the pool.
    private void RunClosed()
    {
        while (_queue.TryTakeAfterEnd(out var item))
        {
            try
            {
                item.RunInContext();
            }
            catch (Exception e)
            {
                _loop.Report($"callback {item.Describe()}", e);
            }
        }
    }
}
