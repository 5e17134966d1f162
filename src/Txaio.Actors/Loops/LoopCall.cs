namespace Txaio.Actors;

/// <summary>One call of <see cref="LoopTimers"/>: its own heap entry, its own handle, its own work item.</summary>
internal sealed class LoopCall(
    LoopTimers timers, CallInvoker invoker, object callback, object? state, ExecutionContext? context)
    : DelayedCallSource
{
    private const int Pending = 0;
    private const int Queued = 1;
    private const int Done = 2;

    // Moves forward only, by interlocked exchange: the loop claims a call to run it, any thread to cancel it.
    private int _stage;

    /// <summary>When it is due on the loop's clock, in ticks. Guarded by the heap's lock.</summary>
    public long Due { get; set; }

    /// <summary>Breaks ties between equal due times: the order of scheduling. Guarded by the heap's lock.</summary>
    public long Sequence { get; set; }

    /// <summary>Where it stands in the heap; -1 when it is not in it. Guarded by the heap's lock.</summary>
    public int Index { get; set; } = -1;

    /// <summary>What runs the callback.</summary>
    public CallInvoker Invoker => invoker;

    /// <summary>The callback; a <see cref="LoopTimer"/> for a timer of the loop's time provider.</summary>
    public object Callback => callback;

    /// <summary>As an entry of the run queue.</summary>
    public WorkItem AsWorkItem() => new(LoopCallInvoker.Instance, this, null, context);

    /// <summary>Marks the call as taken out of the heap and put into the run queue.</summary>
    public bool TryQueue() => Interlocked.CompareExchange(ref _stage, Queued, Pending) == Pending;

    /// <summary>Runs the callback, unless it was cancelled or has run.</summary>
    public void Run()
    {
        if (TryFinish())
            invoker.Invoke(callback, state);
    }

    /// <summary>Ends the call without running it, whatever its stage.</summary>
    public bool TryFinish() => Interlocked.Exchange(ref _stage, Done) != Done;

    /// <summary>As people are shown it. Under the heap's lock.</summary>
    public ScheduledCall AsScheduled(EventLoop loop) =>
        new(TimeSpan.FromTicks(Due), loop, invoker, callback, state);

    public string Describe() => invoker.Describe(callback, state);

    // A LoopCall is one call, so its handle has no slot and no generation.
    public override bool IsActive(int slot, int generation) => Volatile.Read(ref _stage) != Done;

    public override bool Cancel(int slot, int generation)
    {
        if (!TryFinish())
            return false;
        timers.Remove(this);
        return true;
    }

    private sealed class LoopCallInvoker : CallInvoker
    {
        public static readonly LoopCallInvoker Instance = new();

        public override void Invoke(object callback, object? state) => ((LoopCall)callback).Run();

        public override string Describe(object callback, object? state) => ((LoopCall)callback).Describe();
    }
}
