namespace Txaio.Actors.Telemetry;

/// <summary>Measures one timer. Any thread.</summary>
internal sealed class TimerTelemetry
{
    public TimerTelemetry(LoopTelemetry loop, string name)
    {
        Loop = loop;
        Name = name;
        Tags = [.. loop.Tags, TelemetryTags.Of(TelemetryTags.Timer, name)];
    }

    /// <summary>Whether a listener takes an instrument of fired calls.</summary>
    public static bool IsListenedTo => Instruments.TimersFired.Enabled || Instruments.TimersLateness.Enabled;

    public LoopTelemetry Loop { get; }

    public string Name { get; }

    /// <summary>System, loop and timer.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>Counts calls that were due together, and have run or begin to run.</summary>
    /// <param name="calls">The number of calls; zero records nothing.</param>
    /// <param name="late">How long after their due time they run, in ticks.</param>
    public void Fired(int calls, long late)
    {
        if (calls == 0)
            return;
        Loop.Add(Instruments.TimersFired, calls, Tags);
        Loop.Record(Instruments.TimersLateness, Math.Max(0, late), Tags);
    }
}
