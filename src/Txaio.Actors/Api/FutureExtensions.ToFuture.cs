using Akka;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <content>From tasks to futures. The caller's instance says which loop.</content>
public static partial class FutureExtensions
{
    private const string TokenCancelled = "The token given to ToFuture was cancelled.";

    /// <summary>
    /// A future that ends as <paramref name="task"/> does. Cancelling the future leaves the task alone.
    /// </summary>
    /// <remarks>
    /// A task that failed with one exception rejects with that very exception, with several with their
    /// <see cref="AggregateException"/>. One that was cancelled cancels the future, with message and token of what
    /// cancelled it.
    /// </remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static Future<T> ToFuture<T>(this Task<T> task, ITxaio txaio) =>
        task.ToFuture(txaio, CancellationToken.None);

    /// <summary>
    /// As <see cref="ToFuture{T}(Task{T}, ITxaio)"/>, with a token that ends the wait: it cancels the
    /// future, and leaves the task alone.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <param name="cancellationToken">Cancels the future; its exception carries the token.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static Future<T> ToFuture<T>(this Task<T> task, ITxaio txaio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture<T>();
        _ = future.Follow(task, future.ReleaseTokenOf(task));
        TokenContinuation.Add(future, cancellationToken, TokenCancelled);
        return future;
    }

    /// <summary>
    /// A future that ends as <paramref name="task"/> does. Cancelling the future leaves the task alone.
    /// </summary>
    /// <remarks>As <see cref="ToFuture{T}(Task{T}, ITxaio)"/>, for a task without a value.</remarks>
    /// <param name="task">The task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static Future<Done> ToFuture(this Task task, ITxaio txaio) =>
        task.ToFuture(txaio, CancellationToken.None);

    /// <summary>
    /// As <see cref="ToFuture(Task, ITxaio)"/>, with a token that ends the wait: it cancels the future,
    /// and leaves the task alone.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <param name="cancellationToken">Cancels the future; its exception carries the token.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    public static Future<Done> ToFuture(this Task task, ITxaio txaio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture();
        _ = future.Follow(task, future.ReleaseTokenOf(task));
        TokenContinuation.Add(future, cancellationToken, TokenCancelled);
        return future;
    }

    /// <summary>
    /// A future that ends as <paramref name="task"/> does, which this call uses up, as does an <c>await</c>.
    /// </summary>
    /// <remarks>As <see cref="ToFuture{T}(Task{T}, ITxaio)"/> of its <c>AsTask()</c>.</remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="task">The value task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed; the value task is not used up.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity; nor is it then.</exception>
    public static Future<T> ToFuture<T>(this ValueTask<T> task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture<T>();
        return future.Follow(task.AsTask());
    }

    /// <summary>
    /// A future that ends as <paramref name="task"/> does, which this call uses up, as does an <c>await</c>.
    /// </summary>
    /// <remarks>As <see cref="ToFuture(Task, ITxaio)"/> of its <c>AsTask()</c>.</remarks>
    /// <param name="task">The value task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed; the value task is not used up.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity; nor is it then.</exception>
    public static Future<Done> ToFuture(this ValueTask task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture();
        return future.Follow(task.AsTask());
    }
}
