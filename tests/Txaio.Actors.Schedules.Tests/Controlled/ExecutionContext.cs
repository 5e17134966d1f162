namespace Txaio.Actors;

/// <summary>
/// In the library's sources, stands for .NET's, of which Coyote controls nothing: a callback runs in the context of its
/// thread.
/// </summary>
internal sealed class ExecutionContext
{
    private static readonly ExecutionContext Only = new();

    private ExecutionContext()
    {
    }

    public static ExecutionContext? Capture() => Only;

    public static void Run(ExecutionContext context, ContextCallback callback, object? state) => callback(state);

    public static void Restore(ExecutionContext context)
    {
    }
}
