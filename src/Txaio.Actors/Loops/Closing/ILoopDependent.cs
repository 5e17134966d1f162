namespace Txaio.Actors.Loops.Closing;

/// <summary>Work that fails when its loop ends while code waits for it, such as an awaited future.</summary>
internal interface ILoopDependent
{
    /// <summary>The slot that its loop's <see cref="LoopDependents"/> gave it.</summary>
    ref int DependentSlot { get; }

    /// <summary>Fails the work, because the loop has closed. Called once, from any thread.</summary>
    void LoopEnded(LoopTerminatedException cause);
}
