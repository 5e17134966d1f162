namespace Txaio.Actors.Threading;

/// <summary>In place of the library's: Coyote finds its threads by their synchronization context.</summary>
internal static class CurrentContext
{
    public static SynchronizationContext? Value
    {
        get => null;
        set { }
    }
}
