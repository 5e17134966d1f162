using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>The end of a loop: queued callbacks run, awaited futures fail, scheduled calls are dropped.</content>
public sealed partial class EventLoop
{
    private const int Open = 0;
    private const int Closing = 1;
    private const int Closed = 2;

    // Only increases. Closing: new work is refused, and the library's own entries still run on the loop. Closed: the
    // library's own entries run on the thread pool.
    private int _state;
    private volatile bool _systemEnds;

    internal LoopDependents Dependents { get; } = new();

    /// <summary>Whether the loop still takes new work.</summary>
    internal bool IsOpen => Volatile.Read(ref _state) == Open;

    /// <summary>Whether no callback runs on the loop any more.</summary>
    internal bool IsClosed => Volatile.Read(ref _state) == Closed;

    /// <summary>Refuses new work from now on, because the actor system ends. Any thread.</summary>
    internal void RefuseNewWork()
    {
        _systemEnds = true;
        MoveTo(Closing);
    }

    /// <summary>Closes the loop. Called by its actor when it stops, on the loop's thread.</summary>
    internal void Close()
    {
        if (!_systemEnds)
            _failures.Warn(Name, $"Loop '{Name}' was stopped by a message while the actor system runs; it closes");
        MoveTo(Closing);
        RunAll();
        FailDependents();
        RunAll();
        Finish();
    }

    /// <summary>
    /// Gives up on a loop whose callback does not return: awaited futures fail now, and queued callbacks run on the
    /// thread pool. Any thread.
    /// </summary>
    internal void Abandon()
    {
        _failures.Warn(
            Name,
            $"Loop '{Name}' did not close within txaio.shutdown-timeout: a callback still runs. Going on without it");
        MoveTo(Closed);
        FailDependents();
        Finish();
    }

    private void MoveTo(int state)
    {
        var seen = Volatile.Read(ref _state);
        while (seen < state)
        {
            var before = Interlocked.CompareExchange(ref _state, state, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    // Called twice when an abandoned loop stops after all; the second call finds no dependents.
    private void FailDependents()
    {
        foreach (var timer in DelayedCalls.Close())
            timer.FireAtClose();
        foreach (var dependent in Dependents.Close())
            dependent.LoopEnded(new LoopTerminatedException(Name, $"Loop '{Name}' ended before this was done."));
    }

    // Also stops when the loop is abandoned: callbacks that always queue another must not delay the system's end.
    private void RunAll()
    {
        int ran;
        do
        {
            // No thread requested this turn, so it starts without lag.
            _meter.Woken(Now);
            ran = RunQueued(int.MaxValue);
            _queue.EndTurn();
        }
        while (ran > 0);
    }

    private void Finish()
    {
        // Before the last look for entries: see PutWithoutWaking.
        MoveTo(Closed);
        StressPoint.Here();
        LiveLoops.Remove(Telemetry);
        Interlocked.MemoryBarrier();
        if (!_queue.IsEmpty)
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.RunOnPool(), this, preferLocal: false);
    }
}
