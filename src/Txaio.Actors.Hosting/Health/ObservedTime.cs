namespace Txaio.Actors.Hosting;

/// <summary>
/// Time as an observer that looks at steady steps has seen it pass. Of a longer span between two looks only two steps
/// count: the observer was kept from looking, and so was the whole process (stopped by SIGSTOP, a paused virtual
/// machine, a long collection of garbage). Handed the time; reads no clock.
/// </summary>
/// <param name="step">Between two looks of an observer that nothing keeps from looking.</param>
/// <param name="start">The time now.</param>
internal sealed class ObservedTime(TimeSpan step, TimeSpan start)
{
    private readonly TimeSpan _most = step * 2;
    private TimeSpan _last = start;

    /// <summary>What has passed since the start.</summary>
    public TimeSpan Passed { get; private set; }

    /// <summary>Looks at the time.</summary>
    public void Look(TimeSpan now)
    {
        var span = now - _last;
        Passed += span < _most ? span : _most;
        _last = now;
    }

    /// <summary>Starts anew.</summary>
    public void Restart(TimeSpan now)
    {
        Passed = TimeSpan.Zero;
        _last = now;
    }
}
