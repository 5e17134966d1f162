namespace Txaio.Actors.Threading;

/// <summary>
/// The synchronization context of the calling thread. The tests under Coyote replace this class: Coyote finds its threads
/// by their context.
/// </summary>
internal static class CurrentContext
{
    public static SynchronizationContext? Value
    {
        get => SynchronizationContext.Current;
        set => SynchronizationContext.SetSynchronizationContext(value);
    }
}
