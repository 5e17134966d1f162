using Akka;

namespace Txaio.Actors;

/// <content>From tasks to futures. Beside the front door, which says whose loop it is.</content>
public static partial class FutureExtensions
{
    /// <summary>
    /// A future that ends as <paramref name="task"/> does. Cancelling the future leaves the task alone.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="txaio">Whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    public static Future<T> ToFuture<T>(this Task<T> task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(txaio);
        return txaio.CreateFuture<T>().Follow(task);
    }

    /// <summary>
    /// A future that ends as <paramref name="task"/> does. Cancelling the future leaves the task alone.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="txaio">Whose loop runs the future's callbacks.</param>
    /// <returns>The future.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    public static Future<Done> ToFuture(this Task task, ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(txaio);
        return txaio.CreateFuture().Follow(task);
    }
}
