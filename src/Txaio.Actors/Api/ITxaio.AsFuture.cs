using System.Runtime.CompilerServices;
using Akka;

namespace Txaio.Actors;

/// <content>
/// <c>txaio.as_future</c>, with an overload for each kind of function. The calling thread runs the function at once; it
/// runs an async function up to the first await. <see cref="EventLoop.RunAsync(Func{Task})"/> starts a function on the
/// loop.
/// </content>
public partial interface ITxaio
{
    /// <summary>The future of an async function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<T> AsFuture<T>(Func<Task<T>> fun);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<Done> AsFuture(Func<Task> fun);

    /// <summary>The future of a function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="InvalidOperationException">The function returned an async stream.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<T> fun);

    /// <summary>The future of a function without a value (<c>txaio.as_future</c>).</summary>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture(Action fun);

    /// <summary>The future that a function returns (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<Future<T>> fun);

    /// <summary>The future of an async function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<ValueTask<T>> fun);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture(Func<ValueTask> fun);

    /// <summary>
    /// The future of work that can be cancelled: cancelling the future cancels the token (<c>txaio.as_future</c>).
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<CancellationToken, Task<T>> fun);

    /// <summary>
    /// The future of work that can be cancelled: cancelling the future cancels the token (<c>txaio.as_future</c>).
    /// </summary>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture(Func<CancellationToken, Task> fun);

    /// <summary>The future of an async function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<T> AsFuture<TArg, T>(Func<TArg, Task<T>> fun, TArg arg);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<Done> AsFuture<TArg>(Func<TArg, Task> fun, TArg arg);

    /// <summary>The future of a function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="InvalidOperationException">The function returned an async stream.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<TArg, T>(Func<TArg, T> fun, TArg arg);

    /// <summary>The future of a function without a value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture<TArg>(Action<TArg> fun, TArg arg);

    /// <summary>The future that a function returns (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<TArg, T>(Func<TArg, Future<T>> fun, TArg arg);

    /// <summary>The future of an async function's value (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<TArg, T>(Func<TArg, ValueTask<T>> fun, TArg arg);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture<TArg>(Func<TArg, ValueTask> fun, TArg arg);
}
