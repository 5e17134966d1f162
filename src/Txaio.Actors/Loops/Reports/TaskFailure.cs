namespace Txaio.Actors.Loops.Reports;

/// <summary>The failures of tasks, as exceptions.</summary>
internal static class TaskFailure
{
    /// <summary>
    /// Returns the exception of a completed task; the aggregate exception if it has several; a cancelled task's
    /// <see cref="OperationCanceledException"/>. Null when the task succeeded.
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
            // Has the message and token of the cancellation, which may be that of a future that the task awaited.
            return e;
        }
    }
}
