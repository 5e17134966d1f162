using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// The library's own batched timers, which need no actor, on a <see cref="TestScheduler"/>: the test says when buckets
/// fire, and on which thread.
/// </summary>
internal sealed class TestTimers : IDisposable
{
    public TestTimers()
    {
        Host = new TimerHost(
            TestSystem.System,
            Scheduler,
            TestSystem.InlineDispatcher,
            new FailureReporter(TestSystem.System, reportsUnobserved: false),
            new Deliveries(static _ => { }, static (_, _, _) => { }))
        {
            Clock = new TimerClock(Scheduler, isReal: false),
        };
    }

    public TestScheduler Scheduler { get; } = new();

    public TimerHost Host { get; }

    public BatchedTimer New(TimeSpan bucket) => BatchedTimer.WithoutLoop(Host, "schedules", bucket);

    public void Dispose() => Scheduler.Dispose();
}
