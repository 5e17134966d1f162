namespace Txaio.Actors.Loops.Bridges;

/// <summary>Code that runs on no loop and in no actor, and where its awaits resume.</summary>
internal static class ExternalCode
{
    // While the completing thread has this context, .NET resumes no await inline: no await has captured it.
    private static readonly SynchronizationContext Nowhere = new NoContext();

    /// <summary>Whether the calling thread runs external code.</summary>
    public static bool IsCurrent =>
        SynchronizationContext.Current is not LoopSynchronizationContext
        && ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default);

    /// <summary>The context in which an <c>await</c> of the calling code resumes; null for the thread pool.</summary>
    public static SynchronizationContext? AwaitContext =>
        SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext)
            ? context
            : null;

    /// <summary>Completes a task so that no <c>await</c> of it resumes inside this call.</summary>
    public static void CompleteWithoutInlining(Action complete)
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
