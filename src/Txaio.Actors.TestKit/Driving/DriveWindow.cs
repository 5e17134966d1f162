using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The window of one drive: it runs the calls that are due until its end. Work that spends time may carry the clock
/// past the end. Then the drive is over, except for calls that fell due within the window while that work ran: they run
/// late, until one of them spends time as well.
/// </summary>
/// <param name="end">In ticks; <see cref="long.MaxValue"/> for a drive that has no end.</param>
internal sealed class DriveWindow(long end)
{
    private long _overrunFrom;
    private long _overrunTo;
    private long _nextOrder;

    public long End => end;

    /// <summary>Notes work that has begun and ended at these times.</summary>
    /// <param name="begin">When it began.</param>
    /// <param name="now">What the time is after it.</param>
    /// <param name="nextOrder">The order of the next call that is scheduled.</param>
    public void Worked(long begin, long now, long nextOrder)
    {
        if (begin <= end && now > end)
            (_overrunFrom, _overrunTo, _nextOrder) = (begin, now, nextOrder);
    }

    /// <summary>Whether a call that is due runs in this drive.</summary>
    public bool Admits(VirtualCall call, long now) =>
        now <= end
        || (now == _overrunTo && call.Due <= end && call.Due > _overrunFrom && call.Order < _nextOrder);
}
