using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Cluster.Telemetry;

/// <summary>The timers of all actor systems of the process, for the observable instruments. Any thread.</summary>
internal static class MeasuredTimers
{
    private static readonly ConcurrentDictionary<TimerTelemetry, byte> Timers = new();

    public static void Add(TimerTelemetry timer)
    {
        // Makes the instruments now: a listener sees them before the first delivery or write.
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);
        Timers.TryAdd(timer, 0);
    }

    public static void Remove(TimerTelemetry timer) => Timers.TryRemove(timer, out _);

    public static IEnumerable<Measurement<T>> Of<T>(Func<TimerTelemetry, T> figure)
        where T : struct =>
        Timers.Keys.Select(timer => new Measurement<T>(figure(timer), timer.Tags));
}
