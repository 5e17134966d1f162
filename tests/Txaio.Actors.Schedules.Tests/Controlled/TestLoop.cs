using Akka.Actor;
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

    /// <summary>A loop that is open, and runs its turns on threads of the schedule, one at a time.</summary>
    public static EventLoop Open { get; } = Started(Make());

    /// <summary>
    /// A loop that is closed, so that its callbacks run on threads of the pool, one or several at a time. It takes delayed
    /// calls all the same.
    /// </summary>
    public static EventLoop Loop { get; } = Closed(Make());

    /// <summary>Makes the loops, outside of a schedule.</summary>
    public static void Start() => _ = Loop;

    /// <summary>Makes open loops for a test whose schedules close them, outside of a schedule.</summary>
    public static IEnumerable<EventLoop> MakeOneForEachSchedule() =>
        Enumerable.Range(0, Schedules.Count).Select(static _ => Started(Make()));

    private static EventLoop Make() => new(
        TestSystem.System,
        Scheduler,
        new LoopSettings("schedules", TestSystem.InlineDispatcher, 1, 0, Timeout.InfiniteTimeSpan),
        new FailureReporter(TestSystem.System, reportsUnobserved: false))
    {
        Deliveries = new Deliveries(
            static delivery => Schedules.Start(delivery.Run), static (_, _, cause) => throw cause),
    };

    private static EventLoop Started(EventLoop loop)
    {
        loop.Started(new LoopRef(loop));
        return loop;
    }

    private static EventLoop Closed(EventLoop loop)
    {
        loop.Abandon();
        loop.DelayedCalls.Reopen();
        return loop;
    }

    /// <summary>Stands for the loop's actor: its only message asks for a turn.</summary>
    private sealed class LoopRef(EventLoop loop) : MinimalActorRef
    {
        public override ActorPath Path { get; } = TestSystem.System.Guardian.Path / "loop";

        public override IActorRefProvider Provider => TestSystem.System.Provider;

        protected override void TellInternal(object message, IActorRef sender) => Schedules.Start(() =>
        {
            while (loop.RunTurn())
            {
            }
        });
    }
}
