using System.Runtime.ExceptionServices;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// An async callback in the place of a plain one: starts the user's callback and observes its task. If the task has
/// failed when the callback returns, this throws as a plain callback does. A later failure is reported.
/// </summary>
/// <param name="loop">The loop that failures are reported on; null for the loop that runs the callback.</param>
/// <param name="callback">The user's callback; reports name it.</param>
/// <param name="token">Once it is cancelled, the cancel of the callback's task is no failure.</param>
internal abstract class AsyncCall(EventLoop? loop, Delegate callback, CancellationToken token = default)
    : IWrappedCallback
{
    /// <summary>
    /// The loop that failures are reported on; null before the callback has started, if none was given.
    /// </summary>
    protected EventLoop? Loop { get; private set; } = loop;

    public Delegate Callback => callback;

    /// <summary>Makes a plain callback of <paramref name="callback"/>.</summary>
    public static Action Of(EventLoop? loop, Func<Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new WithoutState(loop, callback).Run;
    }

    /// <summary>Makes a plain callback of <paramref name="callback"/> and its state.</summary>
    public static Action Of<TState>(
        EventLoop? loop, Func<TState, Task> callback, TState state, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new WithState<TState>(loop, callback, state, token).Run;
    }

    /// <summary>Throws the failure of <paramref name="task"/>, or reports it once the task fails.</summary>
    protected void Started(Task? task)
    {
        if (task is null)
            throw new InvalidOperationException("An async callback returned null instead of a task.");
        if (task.IsCompleted)
        {
            if (FailureOf(task) is { } failure)
                ExceptionDispatchInfo.Throw(failure);
            return;
        }

        Loop ??= EventLoop.Current;
        _ = task.ContinueWith(
            static (task, call) => ((AsyncCall)call!).Ended(task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>
    /// Reports a failure that came after the callback had returned. Runs on the thread that completed the task.
    /// </summary>
    protected virtual void FailedLater(Exception failure) =>
        Loop?.Report($"callback {CallbackName.Of(callback)}", failure);

    private void Ended(Task task)
    {
        if (FailureOf(task) is { } failure)
            FailedLater(failure);
    }

    private Exception? FailureOf(Task task) =>
        TaskFailure.Of(task) is { } failure
        && !(failure is OperationCanceledException && token.IsCancellationRequested)
            ? failure
            : null;

    private sealed class WithoutState(EventLoop? loop, Func<Task> callback) : AsyncCall(loop, callback)
    {
        public void Run() => Started(callback());
    }

    private sealed class WithState<TState>(
        EventLoop? loop, Func<TState, Task> callback, TState state, CancellationToken token)
        : AsyncCall(loop, callback, token)
    {
        public void Run() => Started(callback(state));
    }
}
