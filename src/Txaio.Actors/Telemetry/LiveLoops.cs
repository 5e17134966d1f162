using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Txaio.Actors;

/// <summary>
/// The loops that run in this process, which observable instruments are read from. A loop is here from its start to
/// its end, so that those of actor systems that have ended are not kept.
/// </summary>
internal static class LiveLoops
{
    private static readonly ConcurrentDictionary<LoopTelemetry, bool> Live = new();

    public static void Add(LoopTelemetry loop)
    {
        // Instruments are published to listeners when they are made, and nothing else may touch these.
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);
        Live[loop] = true;
    }

    public static void Remove(LoopTelemetry loop) => Live.TryRemove(loop, out _);

    public static bool Contains(LoopTelemetry loop) => Live.ContainsKey(loop);

    public static IEnumerable<Measurement<long>> Callbacks() => Sums(static loop => loop.Figures.Executed);

    public static IEnumerable<Measurement<long>> QueueLengths() => Sums(static loop => loop.Figures.Pending);

    public static IEnumerable<Measurement<double>> Utilizations() =>
        from loop in Live.Keys
        group loop by (loop.System, loop.Name) into same
        select new Measurement<double>(same.Max(static loop => loop.Utilization()), same.First().Tags);

    public static IEnumerable<Measurement<long>> PendingCalls() =>
        from loop in Live.Keys
        from pending in loop.PendingCalls()
        group pending by (loop.System, loop.Name, pending.Timer.Name) into same
        select new Measurement<long>(same.Sum(static pending => pending.Calls), same.First().Timer.Tags);

    // Actor systems of one name are one to who reads: two values under the same tags would replace each other.
    private static IEnumerable<Measurement<long>> Sums(Func<LoopTelemetry, long> value) =>
        from loop in Live.Keys
        group loop by (loop.System, loop.Name) into same
        select new Measurement<long>(same.Sum(value), same.First().Tags);
}
