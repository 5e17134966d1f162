namespace Txaio.Actors.Threading;

/// <summary>In place of the library's: Coyote finds its threads by their synchronization context.</summary>
internal static class PoolThread
{
    public static ExecutionContext? Context => null;

    public static void Restore(ExecutionContext? context)
    {
    }
}
