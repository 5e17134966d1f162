namespace Txaio.Actors.Loops.Reports;

/// <summary>The failures of tasks, as exceptions.</summary>
internal static class TaskFailure
{
    /// <summary>
    /// Returns the exception of a completed task; its aggregate exception if the task has several; its
    /// <see cref="OperationCanceledException"/> if the task was cancelled. Null when the task succeeded.
    /// </summary>
    public static Exception? Of(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return null;
        if (task.Exception is { } error)
            return error.InnerExceptions.Count == 1 ? error.InnerException! : error;
        try
        {
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (OperationCanceledException e)
        {
            // This exception has the message and the token of the cancellation, also if the task awaited a cancelled
            // future.
            return e;
        }
    }
}
