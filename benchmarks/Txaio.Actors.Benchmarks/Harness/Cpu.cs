using System.Diagnostics;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>CPU time of this process, all threads.</summary>
internal static class Cpu
{
    public static TimeSpan Used => Environment.CpuUsage.TotalTime;

    /// <summary>The share of one core that the process uses in <paramref name="window"/>, in percent.</summary>
    public static double PercentOfACore(TimeSpan window)
    {
        var cpu = Used;
        var started = Stopwatch.GetTimestamp();
        Thread.Sleep(window);
        return 100 * (Used - cpu) / Stopwatch.GetElapsedTime(started);
    }
}
