using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// Runs the calls that may be foreign code, and calls that wait behind them: one after the other, in due order, on a
/// thread of the pool. A call that does not return in time loses its place: another thread runs the calls behind it,
/// except messages for the same target.
/// </summary>
/// <param name="deliveries">The messages that wait for a target that has got one and has not returned.</param>
/// <param name="run">Runs one entry; does not throw.</param>
/// <param name="clock">The time in ticks.</param>
internal sealed class ForeignRuns(Deliveries deliveries, Action<ScheduledEntry> run, Func<long> clock)
{
    /// <summary>How long a call may hold up the calls behind it, in ticks.</summary>
    public const long Patience = 20 * TimeSpan.TicksPerMillisecond;

    // Guards the fields below. The scheduler's thread adds, threads of the pool take; no user code runs under it. A
    // monitor, because the closing thread waits on it.
    private readonly object _gate = new();
    private readonly Queue<Waiting> _waiting = new();

    // The turn that may take the next entry; null when no entry waits and no call runs that a turn still waits for.
    private Turn? _turn;

    /// <summary>Whether no call waits or runs, except calls that have lost their place.</summary>
    public bool IsIdle => Volatile.Read(ref _turn) is null;

    /// <summary>Adds an entry behind the others.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="mayBlock">
    /// Whether the call may lose its place. Others keep theirs also on a machine so busy that they take that long.
    /// </param>
    public void Add(ScheduledEntry entry, bool mayBlock)
    {
        Turn? begun = null;
        lock (_gate)
        {
            _waiting.Enqueue(new Waiting(entry, mayBlock));
            if (_turn is null)
                begun = _turn = new Turn(this, clock());
        }

        if (begun is not null)
            ThreadPool.UnsafeQueueUserWorkItem(begun, preferLocal: false);
    }

    /// <summary>Lets another thread go on if the running call has not returned in time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="late">
    /// Calls that cannot block, and have waited too long for a thread of the pool: all its threads are blocked. The
    /// calling thread has to run them.
    /// </param>
    /// <returns>When to look again; <see cref="PendingEntries.Never"/> when no entry waits.</returns>
    public long PassBlocked(long now, out List<ScheduledEntry>? late)
    {
        late = null;
        Turn begun;
        lock (_gate)
        {
            if (_turn is null || _waiting.Count == 0)
                return PendingEntries.Never;
            if (now - _turn.Since < Patience)
                return _turn.Since + Patience;
            // Another turn would wait behind one that has not begun.
            if (!_turn.HasBegun)
                late = TakeThoseThatReturnAtOnce();
            if (!_turn.HasBegun || !_turn.MayBlock)
                return now + Patience;
            begun = _turn = new Turn(this, now);
        }

        ThreadPool.UnsafeQueueUserWorkItem(begun, preferLocal: false);
        return now + Patience;
    }

    /// <summary>Waits until no call runs, at most that long, and takes out the entries that still wait.</summary>
    /// <returns>False when a call has not returned in time. The calls of the calling thread itself do not
    /// count.</returns>
    public bool Close(TimeSpan timeout, out List<ScheduledEntry> left)
    {
        var end = clock() + timeout.Ticks;
        lock (_gate)
        {
            left = [.. _waiting.Select(static waiting => waiting.Entry)];
            _waiting.Clear();
            while (_turn is { } turn && turn.ThreadId != Environment.CurrentManagedThreadId)
            {
                var rest = TimeSpan.FromTicks(end - clock());
                if (rest <= TimeSpan.Zero || !Monitor.Wait(_gate, rest))
                    return _turn is null;
            }

            return true;
        }
    }

    // The caller holds the gate.
    private List<ScheduledEntry> TakeThoseThatReturnAtOnce()
    {
        var taken = new List<ScheduledEntry>();
        for (var left = _waiting.Count; left > 0; left--)
        {
            var waiting = _waiting.Dequeue();
            if (waiting.MayBlock)
                _waiting.Enqueue(waiting);
            else
                taken.Add(waiting.Entry);
        }

        return taken;
    }

    private bool TryTake(Turn turn, out Step step)
    {
        lock (_gate)
        {
            step = default;
            if (!ReferenceEquals(_turn, turn))
                return false;
            turn.HasBegun = true;
            turn.ThreadId = Environment.CurrentManagedThreadId;
            if (_waiting.TryDequeue(out var waiting))
            {
                (turn.MayBlock, turn.Since) = (waiting.MayBlock, clock());
                step = StepOf(waiting);
                return true;
            }

            Volatile.Write(ref _turn, null);
            Monitor.PulseAll(_gate);
            return false;
        }
    }

    // Under the gate: a message takes its place among those for its target before this turn can lose its own place.
    private Step StepOf(Waiting waiting) =>
        waiting.Entry.Target is { } target && (waiting.MayBlock || !deliveries.IsIdle)
            ? new Step(null, Queue(waiting.Entry, target))
            : new Step(waiting.Entry, null);

    // A method of its own, since it allocates a closure.
    private Delivery? Queue(ScheduledEntry entry, ICanTell target) =>
        deliveries.Add(loop: null, target, () => run(entry));

    private void Take(in Step step)
    {
        if (step.Entry is not null)
            run(step.Entry);
        else if (step.Begun is not null)
            deliveries.Deliver(step.Begun);
    }

    private readonly record struct Waiting(ScheduledEntry Entry, bool MayBlock);

    /// <summary>What a turn does next: it runs an entry, or tells the messages for a target, or nothing.</summary>
    private readonly record struct Step(ScheduledEntry? Entry, Delivery? Begun);

    /// <summary>The calls that one thread runs. Its properties are guarded by the gate.</summary>
    private sealed class Turn(ForeignRuns runs, long since) : IThreadPoolWorkItem
    {
        /// <summary>When the running call began; before the first, when the turn was queued.</summary>
        public long Since { get; set; } = since;

        /// <summary>Whether a thread of the pool has begun the turn.</summary>
        public bool HasBegun { get; set; }

        /// <summary>Whether the running call may lose its place.</summary>
        public bool MayBlock { get; set; }

        /// <summary>The thread of the running call.</summary>
        public int ThreadId { get; set; }

        public void Execute()
        {
            while (runs.TryTake(this, out var step))
            {
                runs.Take(step);
                // A call must not see the contexts that the call before it has set.
                PoolThread.Restore(DefaultExecutionContext.Instance);
            }
        }
    }
}
