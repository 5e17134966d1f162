using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>The end of a loop: queued callbacks run, awaited futures fail, scheduled calls are dropped.</content>
public sealed partial class EventLoop
{
    private LoopState _state;
    private volatile bool _isToEnd;

    /// <summary>The work that fails when the loop ends.</summary>
    internal LoopDependents Dependents { get; } = new();

    /// <summary>Whether the loop still takes new work.</summary>
    internal bool IsOpen => _state.IsOpen;

    /// <summary>Whether no callback runs on the loop any more.</summary>
    internal bool IsClosed => _state.IsClosed;

    /// <summary>Whether the loop has closed although it was to go on.</summary>
    internal bool IsStopped => IsClosed && !_isToEnd;

    /// <summary>Refuses new work from now on, because the loop is to end. Any thread.</summary>
    internal void RefuseNewWork()
    {
        _isToEnd = true;
        _state.StartClosing();
    }

    /// <summary>Closes the loop. Called by its actor when it stops, on the loop's thread.</summary>
    internal void Close()
    {
        // A loop that is made while the system begins to end is not told to refuse work.
        if (!_isToEnd && !_system.Provider.Guardian.IsTerminated)
            _failures.Warn(Name, $"Loop '{Name}' was stopped while the actor system runs; it closes");
        _state.StartClosing();
        _runner.RunAll();
        FailDependents();
        _runner.RunAll();
        Disposal?.ClosedHere();
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
        MoveToClosed();
        FailDependents();
        Finish();
        Disposal?.Abandoned();
    }

    // Called twice when the callback of an abandoned loop returns after all; the second call finds no dependents.
    private void FailDependents()
    {
        foreach (var timer in DelayedCalls.Close())
            timer.FireAtClose();
        foreach (var dependent in Dependents.Close())
            dependent.LoopEnded(new LoopTerminatedException(Name, $"Loop '{Name}' ended before this was done."));
    }

    private void Finish()
    {
        // Before the last look for entries: see LoopRunner.PostWithoutWaking.
        MoveToClosed();
        StressPoint.Here();
        LiveLoops.Remove(Telemetry);
        Interlocked.MemoryBarrier();
        _runner.RunRemaining();
    }

    // In this order: a health check takes a closed loop that it finds in the list for one that was stopped.
    private void MoveToClosed()
    {
        if (Disposal is { HasBegun: true })
            Forget(this);
        _state.Close();
    }
}
