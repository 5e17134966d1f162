using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Telemetry;

/// <summary>
/// The loops that run in this process, for observable instruments. A loop is removed when it ends, so that ended actor
/// systems are not kept alive.
/// </summary>
internal static class MeasuredLoops
{
    /// <summary>How many pairs of system and loop name keep the callbacks of their ended loops.</summary>
    public const int MaxEndedNames = 1000;

    // Guards both collections: starting and ending loops write, collecting threads read. An ending loop moves from Live
    // to Ended in one step, so that a collecting thread counts its callbacks once.
    private static readonly Lock Gate = new();
    private static readonly HashSet<LoopTelemetry> Live = [];
    private static readonly EndedCallbacks Ended = new(MaxEndedNames);

    public static void Add(LoopTelemetry loop)
    {
        // Listeners learn of an instrument when it is made, and perhaps no other code uses the observable instruments.
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);
        lock (Gate)
            Live.Add(loop);
    }

    public static void Remove(LoopTelemetry loop)
    {
        lock (Gate)
        {
            if (Live.Remove(loop))
                Ended.Add(loop.System, loop.Name, loop.Source.Executed);
        }
    }

    public static bool Contains(LoopTelemetry loop)
    {
        lock (Gate)
            return Live.Contains(loop);
    }

    // All instruments here add the values of actor systems of the same name: a second value under the same tags would
    // replace the first. This one reads all loops under the lock: a loop that ended meanwhile would be counted twice or
    // not at all.
    public static IEnumerable<Measurement<long>> Callbacks()
    {
        lock (Gate)
        {
            return Live.GroupBy(static loop => (loop.System, loop.Name)).Select(static same => new Measurement<long>(
                same.Sum(static loop => loop.Source.Executed) + Ended.Of(same.Key.System, same.Key.Name),
                same.First().Tags)).ToList();
        }
    }

    public static IEnumerable<Measurement<long>> QueueLengths() =>
        from loop in Loops()
        group loop by (loop.System, loop.Name) into same
        select new Measurement<long>(same.Sum(static loop => loop.Source.Pending), same.First().Tags);

    public static IEnumerable<Measurement<double>> Utilizations() =>
        from loop in Loops()
        group loop by (loop.System, loop.Name) into same
        select new Measurement<double>(same.Max(static loop => loop.Utilization()), same.First().Tags);

    public static IEnumerable<Measurement<long>> PendingCalls() =>
        from loop in Loops()
        from pending in loop.PendingCalls()
        group pending by (loop.System, loop.Name, pending.Timer.Name) into same
        select new Measurement<long>(same.Sum(static pending => pending.Calls), same.First().Timer.Tags);

    private static LoopTelemetry[] Loops()
    {
        lock (Gate)
            return [.. Live];
    }
}
