namespace Txaio.Actors.Loops.Delayed;

/// <summary>The holder of scheduled calls: a bucket, the delayed calls of a loop, or a call with a token.</summary>
internal abstract class DelayedCallSource
{
    public abstract bool Cancel(int slot, int generation);

    public abstract bool IsActive(int slot, int generation);
}
