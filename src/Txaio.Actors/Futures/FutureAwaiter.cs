using System.Runtime.CompilerServices;
using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors;

/// <summary>The awaiter of a future.</summary>
/// <remarks>
/// The code resumes in the synchronization context of the await: on a loop, the loop's context. Without a context the
/// code resumes in the current task scheduler: in an actor, the actor's scheduler. Without either the code resumes on
/// the thread pool. The code never resumes inside the call that completes the future.
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct FutureAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly Future<T> _future;

    internal FutureAwaiter(Future<T> future) => _future = future;

    private Future<T> Awaited => _future ?? throw NoFuture.Of("awaiter");

    /// <summary>Whether the future is completed.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public bool IsCompleted => Awaited.IsCompleted;

    /// <summary>The value.</summary>
    /// <remarks>Blocks the thread while the future is pending.</remarks>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">
    /// The future is pending, and the calling code runs on its loop, which would wait for itself; or this is a default
    /// value, which no future made.
    /// </exception>
    /// <exception cref="FutureCancelledException">
    /// The future was cancelled. Any other failure of the future is thrown as it is.
    /// </exception>
    public T GetResult()
    {
        Awaited.WaitAndThrowIfFailed();
        return _future.Result;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public void OnCompleted(Action continuation) => Await(continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public void UnsafeOnCompleted(Action continuation) => Await(continuation, null);

    internal void Await(Action continuation, ExecutionContext? context, bool continueOnCapturedContext = true)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Awaited.Await(continuation, context, continueOnCapturedContext);
    }
}

/// <summary>The awaiter of an <see cref="IFuture"/>; see <see cref="FutureAwaiter{T}"/>.</summary>
public readonly struct FutureAwaiter : ICriticalNotifyCompletion
{
    private readonly Future _future;
    private readonly bool _comesBack;

    internal FutureAwaiter(Future future, bool comesBack) => (_future, _comesBack) = (future, comesBack);

    private Future Awaited => _future ?? throw NoFuture.Of("awaiter");

    /// <inheritdoc cref="FutureAwaiter{T}.IsCompleted"/>
    public bool IsCompleted => Awaited.IsCompleted;

    /// <summary>The value as an object; <see cref="Akka.Done"/> of a future without a value.</summary>
    /// <inheritdoc cref="FutureAwaiter{T}.GetResult"/>
    public object? GetResult()
    {
        Awaited.WaitAndThrowIfFailed();
        return _future.UntypedResult;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public void OnCompleted(Action continuation) => Await(continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public void UnsafeOnCompleted(Action continuation) => Await(continuation, null);

    private void Await(Action continuation, ExecutionContext? context)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Awaited.Await(continuation, context, _comesBack);
    }
}
