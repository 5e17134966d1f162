using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;
using CoyoteConfiguration = Microsoft.Coyote.Configuration;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// Runs a test under many schedules of its threads. At each lock, exchange, volatile access and access to a collection
/// Coyote chooses the thread that runs next, by a seed that the report of a fault names. A thread that waits for ever is
/// a fault, too.
/// </summary>
internal static class Schedules
{
    private const string SeedVariable = "TXAIO_SCHEDULES_SEED";
    private const string CountVariable = "TXAIO_SCHEDULES";

    // .ci/run asks for 10,000.
    private static readonly uint Explored =
        uint.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var given) ? given : 1_000;

    // Half of Coyote's strategies let one thread run for long. A thread that spins until another has left a gate spins
    // for so many steps; then the next thread is drawn at each step.
    private const uint UnfairSteps = 300;

    // In milliseconds. A machine that is busy may take long for a step.
    private const uint LongestStep = 60_000;

    // Ends a schedule in which a thread spins for ever.
    private const uint MostSteps = 20_000;

    // The threads of the schedule that runs.
    private static readonly List<Thread> Threads = [];

    /// <summary>How often a test runs: once for each schedule, and once before them, without Coyote.</summary>
    public static int Count => (int)Explored + 1;

    /// <summary>Explores schedules of <paramref name="test"/>; the first fault fails the calling test.</summary>
    public static void Explore(Action test)
    {
        Rehearse(test);
        var fault = FirstFault(test);
        Assert.True(fault is null, fault);
    }

    /// <summary>Returns the report of the first fault; null if no schedule has one.</summary>
    public static string? FirstFault(Action test)
    {
        TestSystem.Start();
        var seed = uint.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given)
            ? given
            : (uint)Random.Shared.Next();
        var configuration = CoyoteConfiguration.Create()
            .WithTestingIterations(Explored)
            .WithRandomGeneratorSeed(seed)
            .WithMaxSchedulingSteps(UnfairSteps, MostSteps)
            .WithAtomicOperationRaceCheckingEnabled()
            .WithVolatileOperationRaceCheckingEnabled()
            .WithCollectionAccessRaceCheckingEnabled()
            // A thread or a wait that Coyote does not control is a fault. Else one of them would turn all later schedules
            // into runs with random delays, which take seconds.
            .WithSystematicFuzzingFallbackEnabled(false)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithDeadlockTimeout(LongestStep)
            .WithVerbosityEnabled(VerbosityLevel.None)
            .WithTelemetryEnabled(false);
        using var engine = TestingEngine.Create(configuration, () =>
        {
            Threads.Clear();
            IsRunning = true;
            test();
        });
        engine.Run();
        var report = engine.TestReport;
        if (report.NumOfFoundBugs > 0)
            return $"{string.Join('\n', report.BugReports)}\nTo repeat it, set {SeedVariable}={seed}.";
        Assert.Equal((int)Explored, report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths);
        return null;
    }

    // Runs the test without Coyote, for the static constructors of the generic types that it uses. Threads that need a
    // type wait for a thread in its static constructor, and Coyote knows nothing of that wait: it would let that thread
    // stand for ever.
    private static void Rehearse(Action test)
    {
        TestSystem.Start();
        Exception? error = null;
        var thread = new Thread(() =>
        {
            IsRunning = true;
            error = Record.Exception(test);
        });
        Threads.Clear();
        thread.Start();
        Assert.True(thread.Join((int)LongestStep), "the test has not ended without Coyote");
        Assert.Null(error);
    }

    /// <summary>Whether the calling thread belongs to a schedule.</summary>
    [field: ThreadStatic]
    public static bool IsRunning { get; set; }

    /// <summary>
    /// Runs the actions, each on a thread of its own, until all have ended, with the threads that they have started.
    /// </summary>
    public static void Run(params Action[] actions)
    {
        foreach (var action in actions)
            Start(action);
        for (var i = 0; ThreadOf(i) is { } thread; i++)
            thread.Join();
    }

    /// <summary>Runs the action on a thread of its own.</summary>
    public static void Start(Action action)
    {
        var thread = new Thread(() =>
        {
            IsRunning = true;
            action();
        });
        lock (Threads)
            Threads.Add(thread);
        thread.Start();
    }

    private static Thread? ThreadOf(int number)
    {
        lock (Threads)
            return number < Threads.Count ? Threads[number] : null;
    }

    /// <summary>Runs preparations, which no other thread can disturb, in one schedule.</summary>
    public static void Prepare(Action action)
    {
        SchedulingPoint.Suppress();
        action();
        SchedulingPoint.Resume();
    }

    /// <summary>A condition of the schedule that runs.</summary>
    public static void Check(bool holds, string otherwise) => Specification.Assert(holds, otherwise);
}
