namespace Txaio.Actors.Loops.Closing;

/// <summary>Work that code waits for and that fails when its loop ends, such as an awaited future.</summary>
internal interface ILoopWaiter
{
    /// <summary>Its slot among its loop's waiters; see <see cref="LoopWaiters"/>.</summary>
    ref int WaiterSlot { get; }

    /// <summary>The loop has closed. Called once, from any thread.</summary>
    void LoopEnded(LoopTerminatedException cause);
}
