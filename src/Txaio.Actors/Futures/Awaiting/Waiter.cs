namespace Txaio.Actors.Futures.Awaiting;

/// <summary>An entry of a <see cref="WaitList"/>: waits for one future, and can be taken out.</summary>
internal abstract class Waiter
{
    /// <summary>The entry that was added before it; used by its list only.</summary>
    public Waiter? Older { get; set; }

    /// <summary>The entry that was added after it; used by its list only.</summary>
    public Waiter? Newer { get; set; }

    /// <summary>The future has been completed. Runs on the completing thread, or on the thread that added this.</summary>
    public abstract void Completed();
}
