using Akka.Actor;
using Txaio.Actors.TestKit.Driving;

namespace Txaio.Actors.TestKit;

/// <content>How the time is driven, and waiting for tasks while it is.</content>
public sealed partial class VirtualTime
{
    private Action? _onDispose;
    private bool _disposed;

    /// <summary>
    /// Runs what is runnable and due now until the task has completed, without moving the time. Waits in real time
    /// for work that comes from other threads.
    /// </summary>
    /// <param name="task">What to wait for. If it failed, its exception is thrown.</param>
    /// <param name="timeout">
    /// How long nothing at all may happen, in real time; <c>txaio.testkit.timeout</c> if left out. Actors on awaited
    /// dispatchers may be busy for as long as the longer of the two.
    /// </param>
    /// <exception cref="TimeoutException">Nothing happened for that long; says what is pending.</exception>
    public void WaitFor(Task task, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        Drive(work => Wait(work, task, timeout ?? _settings.RealTimeout), timeout);
        task.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="WaitFor(Task, TimeSpan?)"/>, and returns the task's result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">What to wait for. If it failed, its exception is thrown.</param>
    /// <param name="timeout">
    /// How long nothing at all may happen, in real time; <c>txaio.testkit.timeout</c> if left out. Actors on awaited
    /// dispatchers may be busy for as long as the longer of the two.
    /// </param>
    /// <returns>The task's result.</returns>
    /// <exception cref="TimeoutException">Nothing happened for that long; says what is pending.</exception>
    public T WaitFor<T>(Task<T> task, TimeSpan? timeout = null)
    {
        WaitFor((Task)task, timeout);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Ends the system while this thread runs the actors on virtual dispatchers, so that they stop on it. Awaiting
    /// <see cref="ActorSystem.Terminate"/> works as well; then the pool runs them. Does not move the time.
    /// </summary>
    /// <param name="timeout">
    /// How long nothing at all may happen, in real time; <c>txaio.testkit.timeout</c> if left out. Actors on awaited
    /// dispatchers may be busy for as long as the longer of the two.
    /// </param>
    /// <exception cref="TimeoutException">Nothing happened for that long; says what is pending.</exception>
    public void Terminate(TimeSpan? timeout = null) => Drive(
        work =>
        {
            _scheduler.RecordPendingAtEnd();
            _ = _system.Terminate();
            Wait(work, _system.WhenTerminated, timeout ?? _settings.RealTimeout);
        },
        timeout);

    /// <summary>
    /// Ends the system, as <see cref="Terminate"/> does, and throws what the report of pending calls threw:
    /// <see cref="PendingCallsException"/> with <c>txaio.testkit.pending-at-end = throw</c>. Time that came from
    /// <c>ReplaceLoop</c> puts the replaced loop back first. A second call does nothing.
    /// </summary>
    /// <exception cref="PendingCallsException">Calls are pending, and the settings say to throw.</exception>
    /// <exception cref="InvalidOperationException">
    /// A <c>ReplaceLoop</c> within this one has not ended; nothing has changed.
    /// </exception>
    /// <exception cref="TimeoutException">The system does not end; says what is pending.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        _onDispose?.Invoke();
        _disposed = true;
        Terminate();
        _scheduler.PendingAtEnd.ThrowFailure();
    }

    internal void OnDispose(Action action) => _onDispose = action;

    private void Drive(TimeSpan by) => Drive(work =>
    {
        var window = new DriveWindow(_scheduler.Calls.After(by));
        work.WorkOff(window);
        while (_scheduler.Calls.MoveToNextDue(window.End))
            work.WorkOff(window);
    });

    private void JumpBy(TimeSpan by) => Drive(work =>
    {
        // Calls that are due before the jump run first: they are not late.
        work.WorkOff(new DriveWindow(_scheduler.Calls.After(TimeSpan.Zero)));
        _scheduler.Calls.Jump(by);
        work.WorkOff(new DriveWindow(_scheduler.Calls.After(TimeSpan.Zero)));
    });

    /// <summary>Makes this thread the driver, and throws what went wrong once everything has run.</summary>
    private void Drive(Action<DrivenWork> drive, TimeSpan? timeout = null)
    {
        var work = new DrivenWork(_scheduler, Longer(_settings.RealTimeout, timeout ?? TimeSpan.Zero));
        _scheduler.Runs.Enter();
        try
        {
            drive(work);
        }
        finally
        {
            _scheduler.Runs.Exit();
        }
        if (work.Failure is { } failure)
            throw failure;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || other == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan
        : one > other ? one : other;

    private void Wait(DrivenWork work, Task task, TimeSpan timeout)
    {
        _ = task.ContinueWith(
            static (_, runs) => ((RunList)runs!).Pulse(),
            _scheduler.Runs,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        for (work.WorkOff(() => task.IsCompleted); !task.IsCompleted; work.WorkOff(() => task.IsCompleted))
        {
            if (!_scheduler.Runs.Wait(() => task.IsCompleted || _scheduler.Calls.HasDue(), timeout))
            {
                throw new TimeoutException(
                    $"The task has not completed, and nothing happened for {timeout} of real time. "
                    + $"Virtual time is {Now:O}; {PendingCall.Lines(Pending())}", work.Failure);
            }
        }
    }
}
