using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// The window of one drive: calls with a due time up to its end run. Work that uses <c>Spend</c> may move the clock
/// past the end. After such work, only the calls that fell due within the window while the work ran still run, late.
/// They run until one of them uses <c>Spend</c> as well.
/// </summary>
/// <param name="end">The end in ticks; <see cref="long.MaxValue"/> for a drive without an end.</param>
internal sealed class DriveWindow(long end)
{
    private long _overrunFrom;
    private long _overrunTo;
    private long _nextOrder;

    public long End => end;

    /// <summary>Called after each piece of work.</summary>
    /// <param name="begin">The time at which the work began.</param>
    /// <param name="now">The time after the work.</param>
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
