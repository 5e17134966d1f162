using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;
using CoyoteConfiguration = Microsoft.Coyote.Configuration;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// Runs a test under many schedules of its threads. At each lock, exchange and volatile access Coyote chooses the
/// thread that runs next, by a seed that the report of a fault names. A thread that waits for ever is a fault, too.
/// </summary>
internal static class Schedules
{
    private const string SeedVariable = "TXAIO_SCHEDULES_SEED";
    private const string CountVariable = "TXAIO_SCHEDULES";

    /// <summary>How many schedules each test explores. <c>.ci/run</c> asks for 10,000.</summary>
    private static readonly uint Count =
        uint.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var given) ? given : 1_000;

    /// <summary>Explores schedules of <paramref name="test"/>; the first fault fails the calling test.</summary>
    public static void Explore(Action test) => Explore(test, static configuration => configuration);

    /// <summary>
    /// As <see cref="Explore(Action)"/>, for threads that spin until another thread has left a gate: the next thread is
    /// drawn at each step. Coyote's other strategies would let the spinning thread run for long.
    /// </summary>
    public static void ExploreSpinning(Action test) =>
        Explore(test, static configuration => configuration.WithRandomStrategy());

    private static void Explore(Action test, Func<CoyoteConfiguration, CoyoteConfiguration> with)
    {
        var fault = FirstFault(test, with);
        Assert.True(fault is null, fault);
    }

    /// <summary>Returns the report of the first fault; null if no schedule has one.</summary>
    public static string? FirstFault(Action test) => FirstFault(test, static configuration => configuration);

    private static string? FirstFault(Action test, Func<CoyoteConfiguration, CoyoteConfiguration> with)
    {
        TestSystem.Start();
        var seed = uint.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given)
            ? given
            : (uint)Random.Shared.Next();
        var configuration = with(CoyoteConfiguration.Create())
            .WithTestingIterations(Count)
            .WithRandomGeneratorSeed(seed)
            .WithAtomicOperationRaceCheckingEnabled()
            .WithVolatileOperationRaceCheckingEnabled()
            // Coyote does not control the threads of the actor system, which may delay the test's.
            .WithPotentialDeadlocksReportedAsBugs(false)
            .WithVerbosityEnabled(VerbosityLevel.None)
            .WithTelemetryEnabled(false);
        using var engine = TestingEngine.Create(configuration, test);
        engine.Run();
        var report = engine.TestReport;
        if (report.NumOfFoundBugs > 0)
            return $"{string.Join('\n', report.BugReports)}\nTo repeat it, set {SeedVariable}={seed}.";
        Assert.Equal((int)Count, report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths);
        return null;
    }

    /// <summary>Runs the actions, each on a thread of its own, until all have ended.</summary>
    public static void Run(params Action[] actions)
    {
        var threads = Array.ConvertAll(actions, static action => new Thread(action.Invoke));
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
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
