using Akka.Actor;
using Akka.Actor.Internal;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>
/// The run queue. Posting threads put callbacks into a queue. The thread that posts to a resting loop wakes its actor
/// with a single message. The actor runs up to <c>callbacks-per-turn</c>, then tells itself to run another turn.
/// </content>
public sealed partial class EventLoop
{
    private static readonly ContextCallback RunCurrentCallback = static loop => ((EventLoop)loop!).RunCurrent();

    // The execution context of a thread that never set one. The library's own callbacks run in it.
    private static readonly ExecutionContext DefaultContext = CaptureDefaultContext();

    private const int SpinsBetween = 40;

    // Zero on one processor: posting threads cannot run while this one spins.
    private static readonly int Lookouts = Environment.ProcessorCount > 1 ? 2 : 0;

    private readonly RunQueue<WorkItem> _queue = new();
    private readonly LoopMeter _meter;

    // Entries not yet taken out. Counted only on a loop with a capacity.
    private int _reserved;
    private long _refused;

    /// <summary>Returns the loop's counters: what it ran, refused and has pending.</summary>
    /// <returns>A snapshot; its figures are not taken at exactly one moment.</returns>
    public LoopStatistics GetStatistics() => new(
        _queue.Pending,
        _meter.Executed,
        Interlocked.Read(ref _refused),
        DelayedCalls.Count,
        _meter.Lag,
        _meter.Longest)
    {
        Taken = Volatile.Read(ref _reserved),
        Capacity = _capacity,
    };

    /// <summary>Queues an entry of the library's own. Never refused, never throws.</summary>
    internal void Enqueue(in WorkItem item)
    {
        if (_capacity > 0)
            Interlocked.Increment(ref _reserved);
        Put(item);
    }

    /// <summary>
    /// Queues as <see cref="Enqueue"/> does and does not wake the loop: for callers that hold a lock.
    /// </summary>
    /// <returns>Whether the caller has to <see cref="Wake"/> the loop once it holds none.</returns>
    internal bool EnqueueWithoutWaking(in WorkItem item)
    {
        if (_capacity > 0)
            Interlocked.Increment(ref _reserved);
        return PutWithoutWaking(item);
    }

    /// <summary>
    /// The states of the queued entries that <paramref name="invoker"/> will run, in order.
    /// </summary>
    internal IEnumerable<object?> StatesOf(CallInvoker invoker) =>
        _queue.Waiting().Where(item => ReferenceEquals(item.Invoker, invoker)).Select(static item => item.State);

    /// <summary>Throws if the loop would refuse new work, because it is closed or full.</summary>
    internal void ThrowIfRefusing()
    {
        if (!IsOpen || _capacity > 0)
            ThrowIfEndedOrFull();
    }

    /// <summary>Takes a place of the loop's capacity for work that is not a callback.</summary>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">There is no place left.</exception>
    internal void ReserveCapacity()
    {
        if (!IsOpen)
            throw new LoopTerminatedException(Name);
        if (_capacity > 0 && !TryReserveCapacity())
            throw Overloaded();
    }

    /// <summary>Gives back a place that <see cref="ReserveCapacity"/> took.</summary>
    internal void ReleaseCapacity()
    {
        if (_capacity > 0)
            Interlocked.Decrement(ref _reserved);
    }

    /// <summary>Runs one turn. Called by the loop's actor.</summary>
    /// <returns>Whether more entries wait. If so, the caller has to start the next turn.</returns>
    internal bool RunTurn()
    {
        RunQueued(_callbacksPerTurn);
        // The thread pool runs the entries of a closed loop.
        if (IsClosed || _queue.TryRest())
            return false;
        _meter.Woken(Now);
        return true;
    }

    /// <summary>
    /// Restores the context that a callback may have changed, between callbacks that share one entry of the queue.
    /// </summary>
    internal void RestoreContext()
    {
        if (ExecutionContext.Capture() is not { } context || !ReferenceEquals(context, DefaultContext))
            ExecutionContext.Restore(DefaultContext);
        if (!ReferenceEquals(SynchronizationContext.Current, _context))
            SynchronizationContext.SetSynchronizationContext(_context);
    }

    private static ExecutionContext CaptureDefaultContext()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }

    private void EnqueueOrRefuse(in WorkItem item)
    {
        ReserveCapacity();
        Put(item);
    }

    // Reserves by compare-and-swap: a count taken and given back could refuse another caller meanwhile.
    private bool TryReserveCapacity()
    {
        var reserved = Volatile.Read(ref _reserved);
        while (reserved < _capacity)
        {
            var before = Interlocked.CompareExchange(ref _reserved, reserved + 1, reserved);
            if (before == reserved)
                return true;
            reserved = before;
        }

        return false;
    }

    private void ThrowIfEndedOrFull()
    {
        if (!IsOpen)
            throw new LoopTerminatedException(Name);
        if (Volatile.Read(ref _reserved) >= _capacity)
            throw Overloaded();
    }

    private LoopOverloadedException Overloaded()
    {
        Interlocked.Increment(ref _refused);
        return new LoopOverloadedException(Name, _capacity);
    }

    private void Put(in WorkItem item)
    {
        if (PutWithoutWaking(item))
            Wake();
    }

    private bool PutWithoutWaking(in WorkItem item)
    {
        var wakes = _queue.Put(item);
        // The posting thread puts its entry in, passes the fence in Put, and reads the state. The closing loop writes
        // the state, passes a fence, and reads the queue. So the posting thread or the closing loop has the entry run.
        StressPoint.Here();
        if (!IsClosed)
            return wakes;
        ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.RunOnPool(), this, preferLocal: false);
        return false;
    }

    /// <summary>Wakes the loop's actor.</summary>
    internal void Wake()
    {
        _meter.Woken(Now);
        _ref.Tell(LoopActor.Wake.Instance, ActorRefs.NoSender);
    }

    /// <summary>Runs up to <paramref name="limit"/> queued callbacks on this thread, as the loop.</summary>
    // A dedicated thread has the default execution context. A shared one may have the context of the waking thread.
    private int RunQueued(int limit) => ReferenceEquals(ExecutionContext.Capture(), DefaultContext)
        ? RunQueuedInDefaultContext(limit)
        : RunQueuedApart(limit);

    private int RunQueuedApart(int limit)
    {
        var ran = 0;
        ExecutionContext.Run(DefaultContext, _ => ran = RunQueuedInDefaultContext(limit), null);
        return ran;
    }

    private int RunQueuedInDefaultContext(int limit)
    {
        var outerLoop = _current;
        var outerContext = SynchronizationContext.Current;
        var outerCell = InternalCurrentActorCellKeeper.Current;
        var ran = 0;
        _queue.BeginTurn();
        _meter.TurnStarts(Now);
        try
        {
            _current = this;
            // Callbacks are the user's, not this actor's: a Tell in one has no sender.
            InternalCurrentActorCellKeeper.Current = null;
            SynchronizationContext.SetSynchronizationContext(_context);
            while (ran < limit && !IsClosed && (_queue.TryTake(out _meter.Next) || Lingers(ran)))
            {
                ran++;
                if (_capacity > 0)
                    Interlocked.Decrement(ref _reserved);
                if (_meter.Next.Context is { } context && !ReferenceEquals(context, DefaultContext))
                {
                    ExecutionContext.Run(context, RunCurrentCallback, this);
                }
                else
                {
                    RunCurrent();
                    RestoreContext();
                }

                if (_meter.Count())
                    Measure();
            }
        }
        finally
        {
            Measure();
            _meter.TurnEnds();
            if (ran > 0 && Instruments.LoopLag.Enabled)
                Telemetry.TurnBegan(_meter.Lag);
            SynchronizationContext.SetSynchronizationContext(outerContext);
            InternalCurrentActorCellKeeper.Current = outerCell;
            _current = outerLoop;
        }

        return ran;
    }

    // Before the turn ends, the loop waits a microsecond or two and reads the queue again: a wake-up costs many times
    // that, also on the posting thread. It does not read all the time: then each entry, with the queue's cache lines
    // around it, would move between the processors one at a time.
    private bool Lingers(int ran)
    {
        if (ran == 0 || Lookouts == 0)
            return false;
        for (var lookout = 0; lookout < Lookouts; lookout++)
        {
            Thread.SpinWait(SpinsBetween);
            if (_queue.TryTake(out _meter.Next))
                return true;
        }

        return false;
    }

    private void RunCurrent()
    {
        ref readonly var item = ref _meter.Next;
        try
        {
            item.Invoker.Invoke(item.Callback, item.State);
        }
        catch (Exception e)
        {
            Report($"callback {item.Describe()}", e);
        }
    }

    private void Measure()
    {
        if (_meter.GroupEnds(Now, _settings.SlowCallback) is { } slow)
            _failures.ReportSlow(this, slow, _settings.SlowCallback);
    }

    private void RunOnPool()
    {
        while (_queue.TryTakeAfterEnd(out var item))
        {
            try
            {
                ExecutionContext.Run(
                    item.Context ?? DefaultContext,
                    static item => ((WorkItem)item!).Invoker.Invoke(((WorkItem)item).Callback, ((WorkItem)item).State),
                    item);
            }
            catch (Exception e)
            {
                Report($"callback {item.Describe()}", e);
            }
        }
    }
}
