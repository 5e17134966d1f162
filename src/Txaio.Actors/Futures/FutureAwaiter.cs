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
        if (!_future.IsCompleted)
        {
            if (_future.Loop.IsCurrent)
            {
                throw new InvalidOperationException(
                    $"{_future} would be waited for on its own loop, which would block for ever: await it.");
            }

            return _future.AsTask().GetAwaiter().GetResult();
        }

        _future.Observe();
        _future.ThrowIfFailed();
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
