using System.Diagnostics;
using System.Runtime;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>CPU time of this process, all threads.</summary>
internal static class Cpu
{
    public static TimeSpan Used => Environment.CpuUsage.TotalTime;

    /// <summary>
    /// CPU time without compilation. In a process that does little, compilation takes several times as much as all
    /// other work: for minutes, the runtime compiles methods that have been called often enough. Not for work that
    /// keeps all processors busy: the runtime's figure for compilation includes its waits for a processor.
    /// </summary>
    public static TimeSpan UsedWithoutCompiling => Used - JitInfo.GetCompilationTime();

    /// <summary>
    /// The share of one core that the process uses in <paramref name="window"/>, without compilation, in percent.
    /// </summary>
    public static double PercentOfACore(TimeSpan window)
    {
        var cpu = UsedWithoutCompiling;
        var started = Stopwatch.GetTimestamp();
        Thread.Sleep(window);
        return 100 * (UsedWithoutCompiling - cpu) / Stopwatch.GetElapsedTime(started);
    }
}
