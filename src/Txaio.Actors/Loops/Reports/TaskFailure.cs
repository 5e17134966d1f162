namespace Txaio.Actors.Loops.Reports;

/// <summary>Why a task failed, as the exception that an <c>await</c> of it would throw.</summary>
internal static class TaskFailure
{
    /// <summary>
    /// The failure of a completed task: its exception, all of them when there are several, or what cancelled it. Null
    /// when it succeeded.
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
            // With message and token of what cancelled it: a future that it awaited, say.
            return e;
        }
    }
}
