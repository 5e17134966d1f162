namespace Txaio.Actors;

/// <summary>Futures that end as a task does, and promises of a called function.</summary>
internal static class FutureFollowing
{
    /// <summary>Lets <paramref name="future"/> end as <paramref name="task"/> does.</summary>
    public static Future<T> Follow<T>(this Future<T> future, Task<T> task)
    {
        if (task.IsCompleted)
            future.End(task, task);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<T>)future!).End(task, task),
                future,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    /// <summary>Lets <paramref name="future"/> end as <paramref name="task"/> does.</summary>
    public static Future<Akka.Done> Follow(this Future<Akka.Done> future, Task task)
    {
        if (task.IsCompleted)
            future.End(task, null);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<Akka.Done>)future!).End(task, null),
                future,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    // The future may have been cancelled meanwhile; what the task ends with is nobody's then, but it was looked at.
    private static void End<T>(this Future<T> future, Task task, Task<T>? result)
    {
        if (task.Exception is { } error)
            future.TryReject(error.InnerExceptions.Count == 1 ? error.InnerException! : error);
        else if (task.IsCanceled)
            future.TryCancel("The task it follows was cancelled.", CancellationToken.None);
        else
            future.TryResolve(result is null ? default! : result.Result);
    }
}
