namespace Txaio.Actors.Hosting;

/// <summary>
/// The time that an observer has seen pass, which looks at steady steps. Of a longer span between two looks only two
/// steps count: the whole process was stopped meanwhile (SIGSTOP, a paused virtual machine, a long garbage collection).
/// The caller hands it the time; it reads no clock.
/// </summary>
/// <param name="step">The time between two looks while the process runs.</param>
/// <param name="start">The time now.</param>
internal sealed class ObservedTime(TimeSpan step, TimeSpan start)
{
    private readonly TimeSpan _most = step * 2;
    private TimeSpan _last = start;

    /// <summary>The time that has passed since the start.</summary>
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
