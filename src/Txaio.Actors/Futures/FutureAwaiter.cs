using System.Runtime.CompilerServices;

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

    /// <summary>Whether the future is completed.</summary>
    public bool IsCompleted => _future.IsCompleted;

    /// <summary>The value.</summary>
    /// <remarks>Blocks the thread while the future is pending.</remarks>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">
    /// The future is pending, and the calling code runs on its loop, which would wait for itself.
    /// </exception>
    public T GetResult()
    {
        _future.WaitAndThrowIfFailed();
        return _future.Result;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Await(continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Await(continuation, null);

    internal void Await(Action continuation, ExecutionContext? context, bool continueOnCapturedContext = true)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        _future.Await(continuation, context, continueOnCapturedContext);
    }
}

/// <summary>The awaiter of an <see cref="IFuture"/>; see <see cref="FutureAwaiter{T}"/>.</summary>
public readonly struct FutureAwaiter : ICriticalNotifyCompletion
{
    private readonly Future _future;
    private readonly bool _comesBack;

    internal FutureAwaiter(Future future, bool comesBack) => (_future, _comesBack) = (future, comesBack);

    /// <inheritdoc cref="FutureAwaiter{T}.IsCompleted"/>
    public bool IsCompleted => _future.IsCompleted;

    /// <summary>The value as an object; <see cref="Akka.Done"/> of a future without a value.</summary>
    /// <inheritdoc cref="FutureAwaiter{T}.GetResult"/>
    public object? GetResult()
    {
        _future.WaitAndThrowIfFailed();
        return _future.UntypedResult;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Await(continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Await(continuation, null);

    private void Await(Action continuation, ExecutionContext? context)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        _future.Await(continuation, context, _comesBack);
    }
}
