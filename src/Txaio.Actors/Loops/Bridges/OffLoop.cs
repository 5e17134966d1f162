namespace Txaio.Actors.Loops.Bridges;

/// <summary>Where code awaits that runs on no loop and in no actor.</summary>
internal static class OffLoop
{
    // .NET runs no continuation inline while the completing thread has a context that no continuation asked for.
    private static readonly SynchronizationContext Nowhere = new NoContext();

    /// <summary>Whether the calling thread is neither a loop's nor an actor's.</summary>
    public static bool IsHere =>
        SynchronizationContext.Current is not LoopSynchronizationContext
        && ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default);

    /// <summary>The context that an <c>await</c> here comes back to; null for the thread pool.</summary>
    public static SynchronizationContext? Context =>
        SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext)
            ? context
            : null;

    /// <summary>Completes a task so that no <c>await</c> of it resumes inside this call.</summary>
    public static void RunWithoutContinuations(Action complete)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Nowhere);
        try
        {
            complete();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private sealed class NoContext : SynchronizationContext;
}
