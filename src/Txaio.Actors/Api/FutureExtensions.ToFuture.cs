using Akka;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <content>Futures that follow tasks. Their callbacks run on the loop of the given instance.</content>
public static partial class FutureExtensions
{
    private const string TokenCancelled = "The token given to ToFuture was cancelled.";

    /// <summary>
    /// A future that ends as <paramref name="task"/> does. Cancelling the future leaves the task alone.
    /// </summary>
    /// <remarks>
    /// A task that failed with one exception rejects the future with that exception. A task that failed with several
    /// rejects it with their <see cref="AggregateException"/>. A cancelled task cancels the future: the future's
    /// exception has the token and the message of the task's exception.
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
    /// As <see cref="ToFuture{T}(Task{T}, ITxaio)"/>; the token cancels the future and leaves the task alone.
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
    /// As <see cref="ToFuture(Task, ITxaio)"/>; the token cancels the future and leaves the task alone.
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
    /// A future that ends as <paramref name="task"/> does. The value task must not be used afterwards, as after an
    /// <c>await</c>.
    /// </summary>
    /// <remarks>As <see cref="ToFuture{T}(Task{T}, ITxaio)"/> of its <c>AsTask()</c>.</remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="task">The value task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed; the value task can still be used.</exception>
    /// <exception cref="LoopOverloadedException">
    /// The loop is at its capacity; the value task can still be used.
    /// </exception>
    public static Future<T> ToFuture<T>(this ValueTask<T> task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture<T>();
        return future.Follow(task.AsTask());
    }

    /// <summary>
    /// A future that ends as <paramref name="task"/> does. The value task must not be used afterwards, as after an
    /// <c>await</c>.
    /// </summary>
    /// <remarks>As <see cref="ToFuture(Task, ITxaio)"/> of its <c>AsTask()</c>.</remarks>
    /// <param name="task">The value task.</param>
    /// <param name="txaio">The instance whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed; the value task can still be used.</exception>
    /// <exception cref="LoopOverloadedException">
    /// The loop is at its capacity; the value task can still be used.
    /// </exception>
    public static Future<Done> ToFuture(this ValueTask task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        var future = txaio.CreateFuture();
        return future.Follow(task.AsTask());
    }
}
