namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// Detects endless work of one instant: calls, messages and callbacks that cause others for ever. Work that has an end
/// becomes less while it runs. Every second of real time this class compares the remaining work with the remaining work
/// of a second ago.
/// </summary>
internal sealed class EndlessWork(VirtualScheduler scheduler)
{
    // Slow work is not endless: a check counts only after this many pieces of work.
    private const long Few = 2_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private long _lookedAt;
    private long _done;
    private long _left;
    private bool _hasLooked;

    /// <summary>Starts over, at a new instant.</summary>
    public void Restart()
    {
        _hasLooked = false;
        _lookedAt = TimeProvider.System.GetTimestamp();
    }

    /// <summary>
    /// Returns true if as much work is left as a second ago, although <see cref="Few"/> pieces or more ran.
    /// </summary>
    /// <param name="work">The number of mailbox runs and calls in this drive.</param>
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
