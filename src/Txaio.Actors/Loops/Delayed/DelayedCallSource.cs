namespace Txaio.Actors.Loops.Delayed;

/// <summary>The holder of scheduled calls: a bucket, the delayed calls of a loop, or a call with a token.</summary>
internal abstract class DelayedCallSource
{
    public abstract bool Cancel(int slot, int generation);

    public abstract bool IsActive(int slot, int generation);

    /// <summary>
    /// Gives the call a new due time: now plus <paramref name="delay"/>. The caller has checked the delay.
    /// </summary>
    public abstract bool Reset(int slot, int generation, TimeSpan delay);
}
