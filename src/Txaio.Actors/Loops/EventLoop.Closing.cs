using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>The end of a loop: queued callbacks run, awaited futures fail, scheduled calls are dropped.</content>
public sealed partial class EventLoop : IAsyncDisposable
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

    /// <summary>How the loop is closed before its actor system ends; null for a configured one.</summary>
    internal LoopDisposal? Disposal { get; init; }

    /// <summary>Takes a disposed loop out of the actor system's table, if it is there. Set by the front door.</summary>
    internal Action<EventLoop> Forget { get; init; } = static _ => { };

    /// <summary>
    /// Closes a loop that <see cref="ITxaio.NewLoop(string, LoopOptions?)"/> made, as the end of the actor system does:
    /// queued callbacks run, futures that code waits for are rejected with <see cref="LoopTerminatedException"/>,
    /// scheduled calls and those of its batched timers are dropped, and timers of its <see cref="TimeProvider"/> fire
    /// once (<c>loop.close()</c> in asyncio).
    /// </summary>
    /// <remarks>
    /// <para>The loop refuses new work from the call on. When the task completes, no callback of the loop runs any
    /// more, its thread has ended, the actor system does not know it, and its name is free. A loop that is not disposed
    /// closes with its system.</para>
    /// <para>Any thread, any number of times, at once too: each task completes then. Awaited on the loop itself, the
    /// rest of the method runs on the thread pool, since the loop is closed by then. A blocking wait on the loop itself
    /// ends after <c>txaio.shutdown-timeout</c>, as below.</para>
    /// <para>A callback that does not return within <c>txaio.shutdown-timeout</c> is given up, with a warning: the task
    /// completes, and callbacks that are queued behind it run on the thread pool. When that callback returns, the
    /// loop's thread ends, and its name is free.</para>
    /// </remarks>
    /// <returns>A task that never fails. It completes off the loop.</returns>
    /// <exception cref="InvalidOperationException">The loop is configured: it closes with its actor system.</exception>
    public ValueTask DisposeAsync()
    {
        if (Disposal is not { } disposal)
        {
            throw new InvalidOperationException(
                $"Loop '{Name}' is configured (txaio.loops.{Name}) and closes with its actor system '{_system.Name}': "
                + "end the system to close it. Only loops of NewLoop are disposed.");
        }

        var done = new ExternalTaskSource<bool>(this);
        _ = disposal.RunAsync(this).ContinueWith(
            static (task, done) => ((ExternalTaskSource<bool>)done!).SetFromTask(task),
            done,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new ValueTask(done.Task);
    }

    /// <summary>Notes that the actor of a disposed loop has stopped. Called by the actor's parent.</summary>
    internal void ActorStopped()
    {
        // Again for a loop that was stopped before it was disposed.
        Forget(this);
        Disposal!.ActorStopped();
    }
}
