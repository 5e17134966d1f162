namespace Txaio.Actors.Loops.Running;

/// <summary>
/// How much work may wait on a loop: callbacks in its run queue, and pending promises that actors of this node asked
/// for by message. Any thread.
/// </summary>
/// <param name="loop">The name of the loop, for errors.</param>
/// <param name="bound">How much work may wait; 0 for no bound.</param>
internal sealed class LoopCapacity(string loop, int bound)
{
    // Counted only with a bound. Posting threads add; the loop's thread and completing threads subtract.
    private int _reserved;
    private long _refused;

    public int Bound => bound;

    /// <summary>How much of the capacity is reserved. Zero without a bound.</summary>
    public int Reserved => Volatile.Read(ref _reserved);

    /// <summary>How many reservations were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Reserves room for one more piece of work.</summary>
    /// <exception cref="LoopOverloadedException">No room is left.</exception>
    public void Reserve()
    {
        if (bound > 0 && !TryReserve())
            throw Overloaded();
    }

    /// <summary>Reserves room for an entry of the library's own, which is never refused.</summary>
    public void ReserveBeyondBound()
    {
        if (bound > 0)
            Interlocked.Increment(ref _reserved);
    }

    /// <summary>Releases the room that one piece of work has reserved.</summary>
    public void Release()
    {
        if (bound > 0)
            Interlocked.Decrement(ref _reserved);
    }

    /// <summary>Throws when no room is left, and reserves nothing.</summary>
    /// <exception cref="LoopOverloadedException">No room is left.</exception>
    public void ThrowIfFull()
    {
        if (bound > 0 && Reserved >= bound)
            throw Overloaded();
    }

    // Reserves by compare-and-swap: a count taken and given back could refuse another caller meanwhile.
    private bool TryReserve()
    {
        var reserved = Reserved;
        while (reserved < bound)
        {
            var before = Interlocked.CompareExchange(ref _reserved, reserved + 1, reserved);
            if (before == reserved)
                return true;
            reserved = before;
        }

        return false;
    }

    private LoopOverloadedException Overloaded()
    {
        Interlocked.Increment(ref _refused);
        return new LoopOverloadedException(loop, bound);
    }
}
