using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Txaio.Actors.Soak.Judging;
using Txaio.Actors.Soak.Kinds;
using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak;

/// <summary>
/// A run: cycles in which all kinds of load run at once, each followed by the checks. Ends after the first cycle that
/// fails.
/// </summary>
/// <param name="options">The options.</param>
internal sealed class SoakRun(SoakOptions options)
{
    private const int CyclesOfALine = 25;
    private const int MostShown = 20;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Counts> _totals = new(StringComparer.Ordinal);
    private readonly ThreadCheck _threads = new();
    private readonly MemoryCheck _memory = new();
    private int _cycles;

    /// <summary>The options.</summary>
    public SoakOptions Options => options;

    /// <summary>The time since the start of the run.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Reports a failure.</summary>
    /// <param name="check">The kind or check that failed.</param>
    /// <param name="what">What failed. The first failures are printed.</param>
    public void Fail(string check, string what)
    {
        _failures.AddOrUpdate(check, 1, static (_, before) => before + 1);
        if (_failures.Values.Sum() <= MostShown)
            Console.WriteLine($"FAILED: {check}: {what}");
    }

    /// <summary>Runs cycles for the time of the options, and until the memory can be judged.</summary>
    /// <returns>The exit code.</returns>
    public int Play()
    {
        Console.WriteLine($"seed {options.Seed}, {options.Time.TotalSeconds} s");
        ExceptionCheck.Start(this);
        _threads.Start();
        PlayCycles(() => _clock.Elapsed < options.Time || !_memory.CanBeJudged, afterCycle: () =>
        {
            _memory.Measure();
            _threads.CheckCycle(this);
            if (_cycles % CyclesOfALine == 0)
                Console.WriteLine($"{_clock.Elapsed:hh\\:mm\\:ss} {_memory.Row(_cycles).Figures}");
        });
        _threads.CheckEnd(this);
        // A run that has failed ends early, with too few cycles.
        if (_failures.IsEmpty && _memory.Mistake is { } grown)
            Fail(MemoryCheck.Name, grown);
        ExceptionCheck.Check();
        return Verdict.Print(
            options.Kinds, _totals, _failures, [_memory.Row(_cycles), _threads.Row(), ExceptionCheck.Row]);
    }

    /// <summary>Runs as a process that another soak pauses: until that soak writes a line to the input.</summary>
    /// <returns>The exit code.</returns>
    public static int AsChild(int seed)
    {
        var run = new SoakRun(new SoakOptions(PausedProcess.KindsOfChild, TimeSpan.MaxValue, seed));
        Console.WriteLine("ready child");
        var end = Task.Run(Console.In.ReadLine);
        ExceptionCheck.Start(run);
        run.PlayCycles(() => !end.IsCompleted, () => Console.WriteLine(PausedProcess.CycleLine));
        ExceptionCheck.Check();
        Console.WriteLine(PausedProcess.EndLine(run._totals.Values.Aggregate(static (a, b) => a + b)));
        return run._failures.IsEmpty ? 0 : 1;
    }

    private void PlayCycles(Func<bool> goesOn, Action afterCycle)
    {
        using var world = new World(this);
        do
        {
            PlayCycle(world, ++_cycles);
            afterCycle();
        }
        while (goesOn() && _failures.IsEmpty);
    }

    // Not inlined: the ledgers of a cycle must be garbage when the memory is measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PlayCycle(World world, int number)
    {
        var cycles = options.Kinds.Select(kind => (Kind: kind, Cycle: new Cycle(this, world, kind, number))).ToList();
        Threaded.Run(cycles.Count, what => Fail("threads", what), thread =>
        {
            var (kind, cycle) = cycles[thread];
            try
            {
                AllKinds.Play(kind, cycle);
            }
            catch (Exception e)
            {
                cycle.Fail(e.ToString());
            }

            cycle.Ledger.Close(Wait.Bound);
        });
        world.CheckIdle();
        foreach (var (kind, cycle) in cycles)
            _totals[kind] = _totals.GetValueOrDefault(kind) + cycle.Ledger.Counts;
    }
}
