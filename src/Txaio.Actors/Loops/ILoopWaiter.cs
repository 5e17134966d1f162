namespace Txaio.Actors;

/// <summary>Something that somebody waits for and that ends with its loop: a future that is awaited, say.</summary>
internal interface ILoopWaiter
{
    /// <summary>Where it stands among its loop's waiters; see <see cref="LoopWaiters"/>.</summary>
    ref int WaiterSlot { get; }

    /// <summary>The loop has closed. Called once, from any thread.</summary>
    void LoopEnded(LoopTerminatedException cause);
}
