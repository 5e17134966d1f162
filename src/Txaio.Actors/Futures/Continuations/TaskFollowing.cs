using Akka;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>Completes futures with the outcomes of tasks.</summary>
internal static class TaskFollowing
{
    /// <summary>Completes <paramref name="future"/> with the outcome of <paramref name="task"/>.</summary>
    /// <param name="future">The future.</param>
    /// <param name="task">The task.</param>
    /// <param name="release">Ends the task's reference to the future; see <see cref="ReleaseTokenOf"/>.</param>
    public static Future<T> Follow<T>(this Future<T> future, Task<T> task, CancellationToken release = default)
    {
        if (task.IsCompleted)
            future.End(task);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<T>)future!).End(task),
                future,
                release,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    /// <inheritdoc cref="Follow{T}"/>
    public static Future<Done> Follow(this Future<Done> future, Task task, CancellationToken release = default)
    {
        if (task.IsCompleted)
            future.End(task);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<Done>)future!).End(task),
                future,
                release,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    /// <summary>
    /// A token that ends the reference from <paramref name="task"/> to <paramref name="future"/> when the future is
    /// completed. Otherwise a task that lives long would keep every future that ever followed the task.
    /// </summary>
    public static CancellationToken ReleaseTokenOf(this Future future, Task task)
    {
        if (task.IsCompleted)
            return CancellationToken.None;
        // Nothing to dispose: the source has no timer and no wait handle.
        var source = new CancellationTokenSource();
        future.AddContinuation(new ReleaseContinuation(source));
        return source.Token;
    }

    /// <summary>Fails or cancels <paramref name="future"/> as <paramref name="task"/> has failed.</summary>
    /// <returns>False when the future was completed before.</returns>
    public static bool TryFailAs(this Future future, Task task, Exception failure)
    {
        if (failure is not OperationCanceledException cancelled || !task.IsCanceled)
            return future.TryReject(failure);
        var message = failure is TaskCanceledException ? "The task it follows was cancelled." : failure.Message;
        // The work has ended: there is nothing left that a canceller could cancel.
        return future.TryEndCancelled(new FutureCancelledException(
            message, (failure as FutureCancelledException)?.InnerException, cancelled.CancellationToken));
    }

    // The future may have been cancelled meanwhile. The task's failure is then dropped, but counts as observed.
    private static void End<T>(this Future<T> future, Task<T> task)
    {
        if (TaskFailure.Of(task) is { } failure)
            future.TryFailAs(task, failure);
        else
            future.TryResolve(task.Result);
    }

    private static void End(this Future<Done> future, Task task)
    {
        if (TaskFailure.Of(task) is { } failure)
            future.TryFailAs(task, failure);
        else
            future.TryResolve();
    }

    private sealed class ReleaseContinuation(CancellationTokenSource source) : FutureContinuation
    {
        public override void Run(Future future) => source.Cancel();
    }
}
