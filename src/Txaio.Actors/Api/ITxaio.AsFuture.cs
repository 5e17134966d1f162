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
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<T> AsFuture<T>(Func<Task<T>> fun);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <remarks>
    /// <para>Cancelling the future cancels the running function, once and on the loop: its awaits of futures end with a
    /// <see cref="FutureCancelledException"/> of the same message and token, and so do its calls of <c>WaitAsync</c>.
    /// What the function has started is cancelled: <c>Sleep</c>, <c>Ask</c>, <c>AsFuture</c>, <c>RunAsync</c>, and
    /// futures that it made with a canceller. A future that the function made without a canceller is cancelled if the
    /// function awaits it. Other futures do not change; only the await ends. If no await is pending, the next await of a
    /// pending future ends.</para>
    /// <para>A function that catches the exception may await again, to clean up. Its value is dropped, since the future
    /// is completed. An exception that is no <see cref="OperationCanceledException"/> is reported.</para>
    /// <para>Callbacks that the function adds or schedules are not part of the function. Code that the function starts
    /// by other means, such as <c>Task.Run</c>, is part of the function until the function ends. An await of a plain
    /// task does not end; <c>task.ToFuture(txaio)</c> makes it one that does.</para>
    /// </remarks>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<Done> AsFuture(Func<Task> fun);

    /// <summary>The future of a function's value (<c>txaio.as_future</c>).</summary>
    /// <remarks>
    /// If the type is object, or another type that a task has, a task, value task or future that the function returns is
    /// unwrapped: the future gets the value behind it, and <see cref="Done"/> where there is no value. The cancel reaches
    /// the function as with <see cref="AsFuture(Func{Task})"/>. If the type is a task or future itself, as in generic
    /// code, the value is the function's task or future once that is completed.
    /// </remarks>
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
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<ValueTask<T>> fun);

    /// <summary>The future of an async function (<c>txaio.as_future</c>).</summary>
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture(Func<ValueTask> fun);

    /// <summary>
    /// The future of work that can be cancelled: cancelling the future also cancels the token
    /// (<c>txaio.as_future</c>).
    /// </summary>
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AsFuture<T>(Func<CancellationToken, Task<T>> fun);

    /// <summary>
    /// The future of work that can be cancelled: cancelling the future also cancels the token
    /// (<c>txaio.as_future</c>).
    /// </summary>
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> AsFuture(Func<CancellationToken, Task> fun);

    /// <summary>The future of an async function's value (<c>txaio.as_future</c>).</summary>
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
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
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
    /// <typeparam name="TArg">The type of the argument.</typeparam>
    /// <param name="fun">The function. It is called at once, on this thread.</param>
    /// <param name="arg">The argument of the function.</param>
    /// <returns>The future. If the function throws, the future has failed.</returns>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    Future<Done> AsFuture<TArg>(Func<TArg, Task> fun, TArg arg);

    /// <summary>The future of a function's value (<c>txaio.as_future</c>).</summary>
    /// <inheritdoc cref="AsFuture{T}(Func{T})" path="/remarks"/>
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
    /// <inheritdoc cref="AsFuture(Func{Task})" path="/remarks"/>
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
