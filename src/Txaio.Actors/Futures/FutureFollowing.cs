using Akka;

namespace Txaio.Actors;

/// <summary>Futures that end as a task does, and promises of a called function.</summary>
internal static class FutureFollowing
{
    /// <summary>Lets <paramref name="future"/> end as <paramref name="task"/> does.</summary>
    public static Future<T> Follow<T>(this Future<T> future, Task<T> task)
    {
        if (task.IsCompleted)
            future.End(task);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<T>)future!).End(task),
                future,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    /// <summary>Lets <paramref name="future"/> end as <paramref name="task"/> does.</summary>
    public static Future<Done> Follow(this Future<Done> future, Task task)
    {
        if (task.IsCompleted)
            future.End(task);
        else
            _ = task.ContinueWith(
                static (task, future) => ((Future<Done>)future!).End(task),
                future,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        return future;
    }

    // The future may have been cancelled meanwhile; what the task ends with is nobody's then, but it was looked at.
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
        if (task.IsCompletedSuccessfully)
            return false;
        if (task.Exception is { } error)
            future.TryReject(error.InnerExceptions.Count == 1 ? error.InnerException! : error);
        else
            future.CancelAs(task);
        return true;
    }

    // With the message and token of what cancelled it: a future that it awaited, say.
    private static void CancelAs(this Future future, Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            var message = e is TaskCanceledException ? "The task it follows was cancelled." : e.Message;
            future.TryCancel(message, e.CancellationToken);
        }
    }
}
