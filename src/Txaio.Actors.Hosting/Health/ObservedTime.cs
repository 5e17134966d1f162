namespace Txaio.Actors.Hosting;

/// <summary>
/// Adds up the time between looks, which the caller takes at steady steps. At most two steps count between two looks:
/// if more time has passed, the whole process was stopped meanwhile (SIGSTOP, a paused virtual machine, a long garbage
/// collection). The caller passes the time; this type reads no clock.
/// </summary>
/// <param name="step">The time between two looks while the process runs.</param>
/// <param name="start">The time now.</param>
internal sealed class ObservedTime(TimeSpan step, TimeSpan start)
{
    private readonly TimeSpan _most = step * 2;
    private TimeSpan _last = start;

    /// <summary>The counted time since the start, or since the last restart.</summary>
    public TimeSpan Passed { get; private set; }

    /// <summary>Counts the time since the last look.</summary>
    public void Look(TimeSpan now)
    {
        var span = now - _last;
        Passed += span < _most ? span : _most;
        _last = now;
    }

    /// <summary>Counts from zero again.</summary>
    public void Restart(TimeSpan now)
    {
        Passed = TimeSpan.Zero;
        _last = now;
    }
}
