using System.Diagnostics.CodeAnalysis;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// Runs the calls that may be foreign code, and calls that wait behind them: one after the other, in due order, on a
/// thread of the pool. A call that does not return in time loses its place: another thread runs the calls behind it.
/// </summary>
/// <param name="run">Runs one entry; does not throw.</param>
/// <param name="clock">The time in ticks.</param>
internal sealed class ForeignRuns(Action<ScheduledEntry> run, Func<long> clock)
{
    /// <summary>How long a call may hold up the calls behind it, in ticks.</summary>
    public const long Patience = 20 * TimeSpan.TicksPerMillisecond;

    // Guards the fields below. The scheduler's thread adds, threads of the pool take; no user code runs under it. A
    // monitor, because the closing thread waits on it.
    private readonly object _gate = new();
    private readonly Queue<(ScheduledEntry Entry, bool MayBlock)> _waiting = new();

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
            _waiting.Enqueue((entry, mayBlock));
            if (_turn is null)
                begun = _turn = new Turn(this);
        }

        if (begun is not null)
            ThreadPool.UnsafeQueueUserWorkItem(begun, preferLocal: false);
    }

    /// <summary>Lets another thread go on if the running call has not returned in time.</summary>
    /// <returns>When to look again; <see cref="PendingEntries.Never"/> when no entry waits.</returns>
    public long PassBlocked(long now)
    {
        Turn begun;
        lock (_gate)
        {
            if (_turn is null || _waiting.Count == 0)
                return PendingEntries.Never;
            // A turn that has not begun waits for a thread of the pool, and another one would wait behind it. A call that
            // cannot block returns soon.
            if (_turn.Began is not { } since)
                return now + Patience;
            if (now - since < Patience)
                return since + Patience;
            begun = _turn = new Turn(this);
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

    private bool TryTake(Turn turn, [NotNullWhen(true)] out ScheduledEntry? entry)
    {
        lock (_gate)
        {
            entry = null;
            if (!ReferenceEquals(_turn, turn))
                return false;
            turn.ThreadId = Environment.CurrentManagedThreadId;
            if (_waiting.TryDequeue(out var next))
            {
                turn.Began = next.MayBlock ? clock() : null;
                entry = next.Entry;
                return true;
            }

            Volatile.Write(ref _turn, null);
            Monitor.PulseAll(_gate);
            return false;
        }
    }

    /// <summary>The calls that one thread runs.</summary>
    private sealed class Turn(ForeignRuns runs) : IThreadPoolWorkItem
    {
        /// <summary>
        /// When the running call began; null before the first, and for a call that cannot block. Guarded by the gate.
        /// </summary>
        public long? Began { get; set; }

        /// <summary>The thread of the running call. Guarded by the gate.</summary>
        public int ThreadId { get; set; }

        public void Execute()
        {
            while (runs.TryTake(this, out var entry))
            {
                runs.Run(entry);
                // A call must not see the contexts that the call before it has set.
                PoolThread.Restore(DefaultExecutionContext.Instance);
            }
        }
    }

    private void Run(ScheduledEntry entry) => run(entry);
}
