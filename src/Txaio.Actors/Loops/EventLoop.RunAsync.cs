using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Async work on the loop, with a task that says how it ended.</content>
public sealed partial class EventLoop
{
    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it comes back to the loop.</summary>
    /// <param name="work">What to run.</param>
    /// <returns>
    /// A task that ends as the work's does. It completes off the loop; await it anywhere but in a blocking wait on
    /// the loop itself.
    /// </returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task RunAsync(Func<Task> work) => RunAsync(work, CancellationToken.None);

    /// <summary>
    /// Starts <paramref name="work"/> on the loop, unless the token is cancelled before the loop comes to it, as
    /// <c>Task.Run(work, token)</c> does.
    /// </summary>
    /// <param name="work">What to run. Once it has begun, nothing but itself looks at the token.</param>
    /// <param name="cancellationToken">Keeps the work from starting; the task is cancelled at once then.</param>
    /// <returns>
    /// A task that ends as the work's does. It completes off the loop; await it anywhere but in a blocking wait on
    /// the loop itself.
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

    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it comes back to the loop.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="work">What to run.</param>
    /// <returns>A task that ends as the work's does. It completes off the loop.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => RunAsync(work, CancellationToken.None);

    /// <summary>
    /// Starts <paramref name="work"/> on the loop, unless the token is cancelled before the loop comes to it, as
    /// <c>Task.Run(work, token)</c> does.
    /// </summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="work">What to run. Once it has begun, nothing but itself looks at the token.</param>
    /// <param name="cancellationToken">Keeps the work from starting; the task is cancelled at once then.</param>
    /// <returns>A task that ends as the work's does. It completes off the loop.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Run(new RunAsyncWork<T>(this, work, async () => await Started(work())), cancellationToken);
    }

    private static TTask Started<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The work given to RunAsync returned null instead of a task.");

    private Task<T> Run<T>(RunAsyncWork<T> work, CancellationToken token)
    {
        ReserveCapacity();
        // Before the loop may come to it.
        work.CancelWith(token);
        _runner.Post(new WorkItem(CallbackInvoker.OnLoop, work, null, ExecutionContext.Capture()));
        return work.Task;
    }
}
