using System.Diagnostics;
using System.Runtime;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>CPU time of this process, all threads.</summary>
internal static class Cpu
{
    public static TimeSpan Used => Environment.CpuUsage.TotalTime;

    /// <summary>
    /// The same without what the runtime took to compile: in a process that does little, that is several times all the
    /// rest, and comes in bursts for minutes, whenever something has been called often enough. Not for work that keeps
    /// all processors busy: the runtime tells how long it compiled, and it may have waited for one of them.
    /// </summary>
    public static TimeSpan UsedWithoutCompiling => Used - JitInfo.GetCompilationTime();

    /// <summary>
    /// The share of one core that the process uses in <paramref name="window"/>, compiling not counted, in percent.
    /// </summary>
    public static double PercentOfACore(TimeSpan window)
    {
        var cpu = UsedWithoutCompiling;
        var started = Stopwatch.GetTimestamp();
        Thread.Sleep(window);
        return 100 * (UsedWithoutCompiling - cpu) / Stopwatch.GetElapsedTime(started);
    }
}
