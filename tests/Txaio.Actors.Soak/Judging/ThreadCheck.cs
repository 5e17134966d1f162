using System.Diagnostics;

namespace Txaio.Actors.Soak.Judging;

/// <summary>
/// The threads of the process without those of the .NET pool, which come and go as .NET likes. After each cycle they
/// are as many as after the first cycle, and at the end as many as at the start.
/// </summary>
internal sealed class ThreadCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "threads";

    /// <summary>
    /// The threads of .NET itself that come late or go early: of tiered compilation, the pool's gate, timers, signals,
    /// sockets, and the reading of another process's output.
    /// </summary>
    public const int Slack = 8;

    private int _start;
    private int _first;
    private int _last;
    private int _end;

    /// <summary>Counts the threads at the start.</summary>
    public void Start() => _start = Count();

    /// <summary>Fails when a cycle has left threads.</summary>
    public void CheckCycle(SoakRun run)
    {
        if (_first == 0)
            _first = Count();
        _last = Back(run, _first, "after the cycle");
    }

    /// <summary>Fails when threads are left at the end, when all systems have ended.</summary>
    public void CheckEnd(SoakRun run) => _end = Back(run, _start, "at the end");

    /// <summary>The name and the figures.</summary>
    public (string Name, string Figures) Row() => (
        Name,
        $"{_start} at the start, {_first} after the first cycle, {_last} after the last, {_end} at the end, " +
        $"slack {Slack}");

    private static int Back(SoakRun run, int before, string when)
    {
        if (!Wait.Until(() => Count() <= before + Slack, Wait.Bound))
            run.Fail(Name, $"{Count()} {when}, there were {before} and {Slack} more are allowed: {ByName()}");
        return Count();
    }

    private static int Count()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }

    // Linux only: .NET cannot tell the names of threads.
    private static string ByName()
    {
        const string Tasks = "/proc/self/task";
        if (!Directory.Exists(Tasks))
            return "names are unknown";
        return string.Join(", ", Directory.GetDirectories(Tasks)
            .Select(static task => NameOf(Path.Combine(task, "comm")))
            .GroupBy(static name => name)
            .OrderByDescending(static threads => threads.Count())
            .Select(static threads => $"{threads.Count()} x {threads.Key}"));
    }

    private static string NameOf(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return "ended";
        }
    }
}
