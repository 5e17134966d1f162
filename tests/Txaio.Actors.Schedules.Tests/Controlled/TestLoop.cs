using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// Loops without an actor, whose thread Coyote would not control. Wake-ups of delayed calls run when the test says so.
/// All schedules share the loops, because Coyote lets none of them make a synchronization context. Each schedule leaves
/// them without calls.
/// </summary>
internal static class TestLoop
{
    public static TestScheduler Scheduler { get; } = new();

    /// <summary>A loop that is open, and runs no callback.</summary>
    public static EventLoop Open { get; } = Make();

    /// <summary>
    /// A loop that is closed, so that its callbacks run on threads of the pool, one or several at a time. It takes delayed
    /// calls all the same.
    /// </summary>
    public static EventLoop Loop { get; } = Closed(Make());

    /// <summary>Makes the loops, outside of a schedule.</summary>
    public static void Start() => _ = Loop;

    private static EventLoop Make() => new(
        TestSystem.System,
        Scheduler,
        new LoopSettings("schedules", TestSystem.InlineDispatcher, 1, 0, Timeout.InfiniteTimeSpan),
        new FailureReporter(TestSystem.System, reportsUnobserved: false))
    {
        Deliveries = new Deliveries(
            static delivery => Schedules.Start(delivery.Run), static (_, _, cause) => throw cause),
    };

    private static EventLoop Closed(EventLoop loop)
    {
        loop.Abandon();
        loop.DelayedCalls.Reopen();
        return loop;
    }
}
