using Akka.Actor;
using Txaio.Actors.TestKit.Driving;
using Txaio.Actors.TestKit.Ending;

namespace Txaio.Actors.TestKit;

/// <content>Driving the time, waiting for tasks, and ending the system.</content>
public sealed partial class VirtualTime
{
    private Action? _onDispose;
    private bool _disposed;

    /// <summary>
    /// Runs the work that is ready or due now until the task has completed, without moving the time. Waits in real time
    /// for work that other threads add.
    /// </summary>
    /// <param name="task">The task. If it fails, its exception is thrown.</param>
    /// <param name="timeout">
    /// The longest real time without any work to run. Null: <c>txaio.testkit.timeout</c>. Actors on awaited dispatchers
    /// may be busy for as long as the longer of the two.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="timeout"/> is negative, and not <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// There was no work for that long. The message lists the pending calls.
    /// </exception>
    /// <exception cref="OperationCanceledException">The task was cancelled.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    public void WaitFor(Task task, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        CheckTimeout(timeout);
        Drive(work => Wait(work, task, timeout ?? _settings.RealTimeout), timeout);
        task.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="WaitFor(Task, TimeSpan?)"/>, and returns the task's result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task. If it fails, its exception is thrown.</param>
    /// <param name="timeout">
    /// The longest real time without any work to run. Null: <c>txaio.testkit.timeout</c>. Actors on awaited dispatchers
    /// may be busy for as long as the longer of the two.
    /// </param>
    /// <returns>The task's result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="timeout"/> is negative, and not <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// There was no work for that long. The message lists the pending calls.
    /// </exception>
    /// <exception cref="OperationCanceledException">The task was cancelled.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    public T WaitFor<T>(Task<T> task, TimeSpan? timeout = null)
    {
        WaitFor((Task)task, timeout);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Ends the system. Actors on virtual dispatchers stop on the calling thread. To await
    /// <see cref="ActorSystem.Terminate"/> works as well; then these actors stop on the pool. Does not move the time.
    /// </summary>
    /// <param name="timeout">
    /// The longest real time without any work to run. Null: <c>txaio.testkit.timeout</c>. Actors on awaited dispatchers
    /// may be busy for as long as the longer of the two.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="timeout"/> is negative, and not <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// There was no work for that long. The message lists the actors that have not stopped, and the pending calls.
    /// </exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    public void Terminate(TimeSpan? timeout = null)
    {
        CheckTimeout(timeout);
        Drive(
            work =>
            {
                _scheduler.RecordPendingAtEnd();
                _ = _system.Terminate();
                Wait(
                    work,
                    _system.WhenTerminated,
                    timeout ?? _settings.RealTimeout,
                    () => LiveActors.Line((ExtendedActorSystem)_system));
            },
            timeout);
    }

    /// <summary>
    /// Ends the system, as <see cref="Terminate"/> does. Then throws the exception of the report of pending calls, if
    /// any: <see cref="PendingCallsException"/> with <c>txaio.testkit.pending-at-end = throw</c>. The result of
    /// <c>ReplaceLoop</c> restores the replaced loop first. A second call does nothing.
    /// </summary>
    /// <exception cref="PendingCallsException">Calls are pending, and the settings say to throw.</exception>
    /// <exception cref="InvalidOperationException">
    /// This is the result of a <c>ReplaceLoop</c>, and a later <c>ReplaceLoop</c> has not ended. Nothing has changed.
    /// </exception>
    /// <exception cref="TimeoutException">The system does not end. See <see cref="Terminate"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
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

    private static void CheckTimeout(TimeSpan? timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "A timeout must be zero or more, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void Drive(TimeSpan by) => Drive(work =>
    {
        var window = new DriveWindow(_scheduler.Calls.After(by));
        work.WorkOff(window);
        while (_scheduler.Calls.MoveToNextDue(window.End))
            work.WorkOff(window);
    });

    private void JumpBy(TimeSpan by) => Drive(work =>
    {
        // Calls that are due now run before the jump, so that they are not late.
        work.WorkOff(new DriveWindow(_scheduler.Calls.After(TimeSpan.Zero)));
        _scheduler.Calls.Jump(by);
        work.WorkOff(new DriveWindow(_scheduler.Calls.After(TimeSpan.Zero)));
    });

    /// <summary>Drives on this thread, and throws the failures after all work has run.</summary>
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

    private void Wait(DrivenWork work, Task task, TimeSpan timeout, Func<string>? reason = null)
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
                    $"The task has not completed, and nothing happened for {timeout} of real time. {reason?.Invoke()}"
                    + $"Virtual time is {Now:O}; {PendingCall.Lines(Pending())}", work.Failure);
            }
        }
    }
}
