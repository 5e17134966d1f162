using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Async work on the loop, with a task for the outcome of the work.</content>
public sealed partial class EventLoop
{
    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it resumes on the loop.</summary>
    /// <param name="work">The work.</param>
    /// <returns>
    /// A task with the outcome of the work's task. The task completes off the loop. Code anywhere may await the task; a
    /// blocking wait for the task on the loop itself would never end.
    /// </returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task RunAsync(Func<Task> work) => RunAsync(work, CancellationToken.None);

    /// <summary>
    /// Starts <paramref name="work"/> on the loop, unless the token is cancelled first, as
    /// <c>Task.Run(work, token)</c> does.
    /// </summary>
    /// <remarks>
    /// Once the work has started, the token cancels the work as a cancel of its future cancels the function of
    /// <c>AsFuture</c>: awaits of futures end, and what the work has started is cancelled. A plain task that the work
    /// awaits is not reached; the work may read the token itself. RunAsync in such a function or in such work is
    /// cancelled with it.
    /// </remarks>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">
    /// If the token is cancelled before the work has started, the work never starts; the task is cancelled at once.
    /// </param>
    /// <returns>
    /// A task with the outcome of the work's task. The task completes off the loop. Code anywhere may await the task; a
    /// blocking wait for the task on the loop itself would never end.
    /// </returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Run(
            new RunAsyncWork<bool>(this, work, async () =>
            {
                await Started(work());
                return true;
            }),
            cancellationToken);
    }

    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it resumes on the loop.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The work.</param>
    /// <returns>A task with the outcome of the work's task. The task completes off the loop.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => RunAsync(work, CancellationToken.None);

    /// <summary>
    /// Starts <paramref name="work"/> on the loop, unless the token is cancelled first, as
    /// <c>Task.Run(work, token)</c> does.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <remarks>
    /// Once the work has started, the token cancels the work as a cancel of its future cancels the function of
    /// <c>AsFuture</c>: awaits of futures end, and what the work has started is cancelled. A plain task that the work
    /// awaits is not reached; the work may read the token itself. RunAsync in such a function or in such work is
    /// cancelled with it.
    /// </remarks>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">
    /// If the token is cancelled before the work has started, the work never starts; the task is cancelled at once.
    /// </param>
    /// <returns>A task with the outcome of the work's task. The task completes off the loop.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Run(new RunAsyncWork<T>(this, work, async () => await Started(work())), cancellationToken);
    }

    /// <summary>Queues work, unless <paramref name="token"/> is cancelled first.</summary>
    internal Task<T> Run<T>(RunAsyncWork<T> work, CancellationToken token)
    {
        ReserveCapacity();
        // Before the work is queued: the loop may start it at once.
        work.CancelWith(token);
        _runner.Post(new WorkItem(CallbackInvoker.OnLoop, work, null, ExecutionContext.Capture()));
        return work.Task;
    }

    private static TTask Started<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The work given to RunAsync returned null instead of a task.");
}
