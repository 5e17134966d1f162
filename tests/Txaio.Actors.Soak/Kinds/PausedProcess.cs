using System.Globalization;
using System.Text.RegularExpressions;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Another process runs a soak of its own, is stopped for five seconds by SIGSTOP in the middle of a cycle, and goes
/// on. Its ledger adds up, and its calls count here. Every half a minute. Not on Windows.
/// </summary>
internal static partial class PausedProcess
{
    /// <summary>The name of the kind.</summary>
    public const string Name = "paused-process";

    /// <summary>The line that the process writes after each cycle.</summary>
    public const string CycleLine = "cycle";

    private const string Child = "child ";
    private const string Failure = "FAILED: ";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(5);

    /// <summary>The kinds that the process runs.</summary>
    public static readonly IReadOnlyList<string> KindsOfChild =
        ["loop-calls", "delayed-calls", "batched-timers", "futures", "asks", "promises", "restarts"];

    private static long _runs;

    public static void Play(Cycle cycle)
    {
        if (OperatingSystem.IsWindows() || cycle.Run.Elapsed < _runs * Every)
            return;
        _runs++;
        using var process = new SoakProcess(cycle.Random().Next());
        Pause(cycle, process).GetAwaiter().GetResult();
    }

    /// <summary>Reads the argument of the process.</summary>
    public static bool IsChild(string argument, out int seed)
    {
        seed = 0;
        return argument.StartsWith(Child, StringComparison.Ordinal)
            && int.TryParse(argument.AsSpan(Child.Length), CultureInfo.InvariantCulture, out seed);
    }

    /// <summary>The last line of the process.</summary>
    public static string EndLine(Counts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"ledger {counts.Started} {counts.Done} {counts.Cancelled} {counts.Failed} {counts.Rejected}");

    private static async Task Pause(Cycle cycle, SoakProcess process)
    {
        await process.Start();
        await process.WaitForCycles(1);
        process.Pause();
        await Task.Delay(Stopped);
        process.Continue();
        await process.WaitForCycles(2);
        await process.End();
        var ledger = Ledger().Match(await process.WaitForLine(static line => Ledger().IsMatch(line)));
        var numbers = ledger.Groups.Values.Skip(1)
            .Select(static group => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture))
            .ToList();
        cycle.Ledger.Add(new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
        foreach (var line in process.Lines.Where(static line => line.StartsWith(Failure, StringComparison.Ordinal)))
            cycle.Fail($"in the process: {line[Failure.Length..]}");
    }

    [GeneratedRegex("^ledger ([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+)$")]
    private static partial Regex Ledger();

    private sealed class SoakProcess(int seed) : NodeProcess(typeof(PausedProcess).Assembly.Location, $"{Child}{seed}")
    {
        private int _cycles;

        public Task Start() => Begin();

        /// <summary>Waits for so many more cycles.</summary>
        public Task WaitForCycles(int more)
        {
            var last = Volatile.Read(ref _cycles) + more;
            return WaitForLine(line => line == CycleLine && Volatile.Read(ref _cycles) >= last);
        }

        public Task End() => Tell("end");

        protected override void OnLine(string line)
        {
            if (line == CycleLine)
                Interlocked.Increment(ref _cycles);
        }
    }
}
