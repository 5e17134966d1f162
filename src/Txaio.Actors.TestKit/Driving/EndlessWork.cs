namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// Notices work of one instant that has no end: calls, messages and callbacks that cause others for ever. Work that has
/// an end becomes less while it is done; this checks that every second of real time.
/// </summary>
internal sealed class EndlessWork(VirtualScheduler scheduler)
{
    // Slow work is not endless: at least this many pieces have to be done between two checks.
    private const long Few = 2_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private long _lookedAt;
    private long _done;
    private long _left;
    private bool _hasLooked;

    /// <summary>A new instant begins, or all work was done.</summary>
    public void Restart()
    {
        _hasLooked = false;
        _lookedAt = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Whether as much is left as a second ago, although much was done.</summary>
    /// <param name="work">How many runs and calls there were in this drive.</param>
    public bool IsFound(long work)
    {
        if (TimeProvider.System.GetElapsedTime(_lookedAt) < BetweenLooks)
            return false;
        var (done, left) = scheduler.Work();
        done += work;
        var isFound = _hasLooked && done - _done >= Few && left >= _left;
        (_hasLooked, _done, _left) = (true, done, left);
        _lookedAt = TimeProvider.System.GetTimestamp();
        return isFound;
    }
}
