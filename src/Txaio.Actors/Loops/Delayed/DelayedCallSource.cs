namespace Txaio.Actors.Loops.Delayed;

/// <summary>The holder of scheduled calls: a bucket, or the timers of a loop.</summary>
internal abstract class DelayedCallSource
{
    public abstract bool Cancel(int slot, int generation);

    public abstract bool IsActive(int slot, int generation);
}
