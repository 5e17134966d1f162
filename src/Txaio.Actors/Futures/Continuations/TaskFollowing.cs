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

    // The future may have been cancelled meanwhile. The task's failure is then dropped, but counts as observed.
    private static void End<T>(this Future<T> future, Task<T> task)
    {
        if (!future.TryFailAs(task))
            future.TryResolve(task.Result);
    }

    private static void End(this Future<Done> future, Task task)
    {
        if (!future.TryFailAs(task))
            future.TryResolve();
    }

    private static bool TryFailAs(this Future future, Task task)
    {
        if (TaskFailure.Of(task) is not { } failure)
            return false;
        if (failure is OperationCanceledException cancelled && task.IsCanceled)
        {
            var message = failure is TaskCanceledException ? "The task it follows was cancelled." : failure.Message;
            future.TryCancel(
                message, cancelled.CancellationToken, (failure as FutureCancelledException)?.InnerException);
        }
        else
        {
            future.TryReject(failure);
        }

        return true;
    }

    private sealed class ReleaseContinuation(CancellationTokenSource source) : FutureContinuation
    {
        public override void Run(Future future) => source.Cancel();
    }
}
