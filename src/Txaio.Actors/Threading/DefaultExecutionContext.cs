namespace Txaio.Actors.Threading;

/// <summary>The execution context of a thread that never set one. .NET gives no access to it.</summary>
internal static class DefaultExecutionContext
{
    public static readonly ExecutionContext Instance = CaptureOnNewThread();

    /// <summary>Whether the calling thread has the default context.</summary>
    public static bool IsCurrent => ReferenceEquals(ExecutionContext.Capture(), Instance);

    /// <summary>Gives the calling thread the default context.</summary>
    public static void Restore()
    {
        if (!IsCurrent)
            ExecutionContext.Restore(Instance);
    }

    private static ExecutionContext CaptureOnNewThread()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
