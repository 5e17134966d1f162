namespace Txaio.Actors.Futures.Awaiting;

/// <summary>An entry of a <see cref="WaitList"/>: a wait for one future, which can be removed again.</summary>
internal abstract class Waiter
{
    /// <summary>The entry that was added before this entry; only the list uses this property.</summary>
    public Waiter? Older { get; set; }

    /// <summary>The entry that was added after this entry; only the list uses this property.</summary>
    public Waiter? Newer { get; set; }

    /// <summary>
    /// Called when the future has been completed, on the completing thread or on the thread that added this entry.
    /// </summary>
    public abstract void Completed();
}
