namespace Txaio.Actors.Threading;

/// <summary>A thread of .NET's pool that runs several entries one after another.</summary>
internal static class PoolThread
{
    /// <summary>The execution context in which the thread pool has begun the first entry.</summary>
    public static ExecutionContext? Context => ExecutionContext.Capture();

    /// <summary>Gives the next entry the contexts of the first, whatever the last entry has set.</summary>
    public static void Restore(ExecutionContext? context)
    {
        if (context is not null)
            ExecutionContext.Restore(context);
        if (CurrentContext.Value is not null)
            CurrentContext.Value = null;
    }
}
