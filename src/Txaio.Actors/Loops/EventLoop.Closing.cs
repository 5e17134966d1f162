using Akka.Actor;
using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>The end of a loop: queued callbacks run, awaited futures fail, scheduled calls are dropped.</content>
public sealed partial class EventLoop : IAsyncDisposable
{
    private LoopState _state;
    private volatile bool _isToEnd;

    // Completes when the loop has settled, has closed or was abandoned.
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The work that fails when the loop ends.</summary>
    internal LoopDependents Dependents { get; } = new();

    /// <summary>Whether the loop still takes new work.</summary>
    internal bool IsOpen => _state.IsOpen;

    /// <summary>Whether no callback runs on the loop any more.</summary>
    internal bool IsClosed => _state.IsClosed;

    /// <summary>Whether the loop has closed without <c>RefuseNewWork</c>: its actor was stopped.</summary>
    internal bool IsStopped => IsClosed && !_isToEnd;

    /// <summary>Whether the work of a loop that was told to settle has ended.</summary>
    internal bool HasSettled => _settled.Task.IsCompleted;

    /// <summary>Refuses new work from now on, because the loop is about to close. Any thread.</summary>
    internal void RefuseNewWork()
    {
        _isToEnd = true;
        _state.StartClosing();
    }

    /// <summary>
    /// Ends the work of a loop that refuses new work: queued callbacks run, futures that code waits for are rejected,
    /// scheduled calls are dropped. The loop's actor lives on. Called by the supervisor.
    /// </summary>
    /// <returns>A task that never fails.</returns>
    internal Task SettleAsync()
    {
        if (!IsClosed)
            Ref.Tell(LoopActor.Settle.Instance, ActorRefs.NoSender);
        return _settled.Task;
    }

    /// <summary>Does the work of <see cref="SettleAsync"/>. Called by the loop's actor.</summary>
    internal void Settle()
    {
        RunToEnd();
        _settled.TrySetResult();
        // Posting threads did not wake the loop while it ran its queue.
        if (!IsClosed)
            _runner.RestOrWake();
    }

    /// <summary>
    /// Lets a loop that has settled take new work again: actors under <c>/system</c> still use it while they stop. Any
    /// thread.
    /// </summary>
    internal void Reopen()
    {
        if (IsClosed || Disposal is { HasBegun: true })
            return;
        DelayedCalls.Reopen();
        Dependents.Reopen();
        _state.Reopen();
    }

    /// <summary>Closes the loop. Called by the loop's actor when the actor stops, on the loop's thread.</summary>
    internal void Close()
    {
        // No warning while the system ends: a loop that is made then gets no RefuseNewWork before it closes.
        if (!_isToEnd && !_system.Provider.Guardian.IsTerminated)
            _failures.Warn(Name, $"Loop '{Name}' was stopped while the actor system runs; it closes");
        _state.StartClosing();
        CloseTimers(this);
        RunToEnd();
        Disposal?.ClosedHere();
        Finish();
    }

    private void RunToEnd()
    {
        _runner.RunAll();
        FailDependents();
        _runner.RunAll();
    }

    /// <summary>
    /// Gives up on a loop whose callback does not return: awaited futures fail now, and queued callbacks run on the
    /// thread pool. Any thread.
    /// </summary>
    internal void Abandon()
    {
        _failures.Warn(
            Name,
            $"Loop '{Name}' did not close within txaio.shutdown-timeout: a callback still runs and is abandoned");
        MoveToClosed();
        FailDependents();
        Finish();
        Disposal?.Abandoned();
    }

    // Called again when a loop closes that has settled, and when the callback of an abandoned loop returns after all.
    private void FailDependents()
    {
        foreach (var timer in DelayedCalls.Close())
            timer.FireAtClose();
        foreach (var dependent in Dependents.Close())
            dependent.LoopEnded(new LoopTerminatedException(Name, $"Loop '{Name}' ended before this was done."));
    }

    private void Finish()
    {
        // The state changes before the last search for entries: see LoopRunner.PostWithoutWaking.
        MoveToClosed();
        StressPoint.Here();
        MeasuredLoops.Remove(Telemetry);
        Interlocked.MemoryBarrier();
        _runner.RunRemaining();
        _settled.TrySetResult();
    }

    // The loop leaves the table before its state changes: a health check reports a closed loop in the table as stopped.
    private void MoveToClosed()
    {
        if (Disposal is { HasBegun: true })
            Forget(this);
        _state.Close();
    }

    /// <summary>Closes the loop before its actor system ends; null for a configured loop.</summary>
    internal LoopDisposal? Disposal { get; init; }

    /// <summary>Closes the loop's batched timers. Set by the entry point.</summary>
    internal Action<EventLoop> CloseTimers { get; init; } = static _ => { };

    /// <summary>Removes a loop from the actor system's table, if the table has it. Set by the entry point.</summary>
    internal Action<EventLoop> Forget { get; init; } = static _ => { };

    /// <summary>
    /// Closes a loop that <see cref="ITxaio.NewLoop(string, LoopOptions?)"/> made (<c>loop.close()</c> in asyncio), as
    /// the end of the actor system does. Queued callbacks run. Futures that code waits for are rejected with
    /// <see cref="LoopTerminatedException"/>. Scheduled calls and the calls of the loop's batched timers are dropped.
    /// Timers of the loop's <see cref="TimeProvider"/> fire once.
    /// </summary>
    /// <remarks>
    /// <para>The loop refuses new work as soon as this method is called. When the returned task completes, no callback
    /// runs on the loop any more, the loop's thread has ended, the actor system has removed the loop, and the loop's
    /// name is free. A loop that is never disposed closes with its system.</para>
    /// <para>Any thread, any number of times, also at the same time: each returned task completes when the loop has
    /// closed. A method that awaits the task on the loop itself resumes on the thread pool, since the loop has closed.
    /// A method that blocks the loop to wait for the task waits for <c>txaio.shutdown-timeout</c>, as described
    /// next.</para>
    /// <para>A callback that does not return within <c>txaio.shutdown-timeout</c> is abandoned, with a warning: the
    /// task completes, and the callbacks queued behind the abandoned callback run on the thread pool. When the
    /// abandoned callback returns, the loop's thread ends and the loop's name is free.</para>
    /// </remarks>
    /// <returns>A task that never fails. The task completes off the loop.</returns>
    /// <exception cref="InvalidOperationException">A configured loop closes with its actor system.</exception>
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

    /// <summary>Completes the disposal: the loop's actor has stopped. Called by the actor's parent.</summary>
    internal void ActorStopped()
    {
        // A loop whose actor was stopped before the disposal is still in the table.
        Forget(this);
        Disposal!.ActorStopped();
    }
}
