using Akka;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>Futures that end as a task does, and promises of a called function.</summary>
internal static class TaskFollowing
{
    /// <summary>Lets <paramref name="future"/> end as <paramref name="task"/> does.</summary>
    /// <param name="future">The future.</param>
    /// <param name="task">The task.</param>
    /// <param name="release">Makes the task forget the future; see <see cref="ReleaseTokenOf"/>.</param>
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
    /// What makes <paramref name="task"/> forget <paramref name="future"/> once that has been completed: a task that
    /// lives long would otherwise keep every future that ever followed it.
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
            future.TryCancel(message, cancelled.CancellationToken);
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
