using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <summary>
/// Runs actions, functions, and functions that return a future or a value task on a loop. These are extension methods,
/// so that each language prefers the members of <see cref="EventLoop"/> for work that returns a task.
/// </summary>
public static class EventLoopExtensions
{
    /// <summary>
    /// Runs <paramref name="work"/> on the loop, in the order of the queue and never inside this call.
    /// </summary>
    /// <remarks>
    /// An exception of the work fails the task and is not reported. An <see cref="OperationCanceledException"/> cancels
    /// the task. The execution context flows. A token that is cancelled after the work has started cancels the work as
    /// in <see cref="EventLoop.RunAsync(Func{Task}, CancellationToken)"/>. A task, value task or future that the work
    /// returns as an object is unwrapped. Any thread.
    /// </remarks>
    /// <param name="loop">The loop.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">
    /// If the token is cancelled before the work has started, the work never starts; the task is cancelled at once.
    /// </param>
    /// <returns>
    /// A task that ends with the work. The task completes off the loop. Code anywhere may await the task; a blocking
    /// wait for the task on the loop itself would never end.
    /// </returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public static Task RunAsync(this EventLoop loop, Action work, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(loop, work);
        return Run(loop, work, () => Ended(work), cancellationToken);
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the loop and returns its result. Use it to read data that belongs to the loop.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <inheritdoc cref="RunAsync(EventLoop, Action, CancellationToken)"/>
    public static Task<T> RunAsync<T>(
        this EventLoop loop, Func<T> work, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(loop, work);
        return Run(
            loop, work, () => HiddenTask.MayBe<T>() ? EndedBehind(loop, work) : Ended(work), cancellationToken);
    }

    /// <summary>Starts <paramref name="work"/> on the loop. The task ends as the returned future does.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <inheritdoc cref="RunAsync(EventLoop, Action, CancellationToken)"/>
    public static Task<T> RunAsync<T>(
        this EventLoop loop, Func<Future<T>> work, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(loop, work);
        return Run(loop, work, async () => await NotNull(work()), cancellationToken);
    }

    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it resumes on the loop.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <inheritdoc cref="RunAsync(EventLoop, Action, CancellationToken)"/>
    public static Task<T> RunAsync<T>(
        this EventLoop loop, Func<ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(loop, work);
        return Run(loop, work, async () => await work(), cancellationToken);
    }

    /// <summary>Starts <paramref name="work"/> on the loop; each <c>await</c> in it resumes on the loop.</summary>
    /// <inheritdoc cref="RunAsync(EventLoop, Action, CancellationToken)"/>
    public static Task RunAsync(
        this EventLoop loop, Func<ValueTask> work, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(loop, work);
        return Run(
            loop,
            work,
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken);
    }

    private static Task<T> Run<T>(EventLoop loop, Delegate work, Func<Task<T>> body, CancellationToken token) =>
        loop.Run(new RunAsyncWork<T>(loop, work, body), token);

    // Async methods: an exception of the work fails or cancels their task.
    private static async Task<T> Ended<T>(Func<T> work)
    {
        await Task.CompletedTask;
        return work();
    }

    // The value may be a task or a future, by its type at run time.
    private static async Task<T> EndedBehind<T>(EventLoop loop, Func<T> work) =>
        await new BodyFuture<T>(loop).RunUntyped(work, static work => work(), static _ => { });

    private static async Task<bool> Ended(Action work)
    {
        await Task.CompletedTask;
        work();
        return true;
    }

    private static Future<T> NotNull<T>(Future<T>? future) => future ?? throw new InvalidOperationException(
        $"The work given to RunAsync returned null instead of a {TypeName.Of(typeof(Future<T>))}.");

    private static void ThrowIfNull(EventLoop loop, Delegate work)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(work);
    }
}
