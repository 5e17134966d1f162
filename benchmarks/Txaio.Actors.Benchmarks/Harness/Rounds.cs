using System.Diagnostics;
using System.Runtime;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>
/// Runs the sides of a comparison alternately, so that a disturbance of the machine affects all sides.
/// </summary>
internal static class Rounds
{
    private const int WarmUps = 3;

    // The runtime compiles hot methods a second and third time, each time 100 ms after the last compilation.
    private static readonly TimeSpan Compiling = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WarmEnough = TimeSpan.FromSeconds(1);

    // Small works end before the runtime compiles them with optimisation, so they run many times.
    private const int SmallAtATime = 40;
    private static readonly TimeSpan SmallWarmEnough = TimeSpan.FromSeconds(4);

    /// <summary>Measures each of <paramref name="works"/> once a round, after a warm-up that is not counted.</summary>
    public static Measurement[] Interleave(int rounds, params ReadOnlySpan<Work> works) =>
        Interleave(rounds, WarmEnough, works);

    /// <summary>The same with another limit on the warm-up's length; zero: no warm-up.</summary>
    public static Measurement[] Interleave(int rounds, TimeSpan warmEnough, params ReadOnlySpan<Work> works)
    {
        var samples = new List<Sample>[works.Length];
        for (var side = 0; side < works.Length; side++)
            samples[side] = new List<Sample>(rounds);
        if (warmEnough > TimeSpan.Zero)
            WarmUp(warmEnough, 1, works);

        for (var round = 0; round < rounds; round++)
        {
            // Every second round runs backwards, so that no side always runs after the same other side.
            for (var i = 0; i < works.Length; i++)
            {
                var side = round % 2 == 0 ? i : works.Length - 1 - i;
                samples[side].Add(Measure(works[side]));
            }
        }

        var measurements = new Measurement[works.Length];
        for (var side = 0; side < works.Length; side++)
            measurements[side] = new Measurement(works[side].Name, samples[side]);
        return measurements;
    }

    /// <summary>
    /// Runs small works until the runtime compiles no more methods. Large works of the same kind then need no warm-up.
    /// </summary>
    public static void WarmUp(params ReadOnlySpan<Work> small) => WarmUp(SmallWarmEnough, SmallAtATime, small);

    private static void WarmUp(TimeSpan enough, int atATime, ReadOnlySpan<Work> works)
    {
        var started = Stopwatch.GetTimestamp();
        var isCompiling = true;
        for (var rounds = 0;
            (rounds < WarmUps || isCompiling) && Stopwatch.GetElapsedTime(started) < enough;
            rounds += atATime)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            for (var i = 0; i < atATime; i++)
            {
                foreach (var work in works)
                    Measure(work);
            }

            Thread.Sleep(Compiling);
            isCompiling = JitInfo.GetCompiledMethodCount() != compiled;
        }
    }

    private static Sample Measure(Work work)
    {
        work.Prepare();
        // Garbage of the previous side is collected before the measurement; garbage of this side is part of its cost.
        Memory.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Cpu.Used;
        var started = Stopwatch.GetTimestamp();
        work.Run();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var cpuUsed = Cpu.Used - cpu;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        work.Finish();
        return new Sample(
            elapsed.TotalNanoseconds / work.Operations,
            (double)allocated / work.Operations,
            cpuUsed.TotalNanoseconds / work.Operations);
    }
}
