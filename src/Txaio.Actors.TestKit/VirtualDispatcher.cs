using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// A dispatcher whose actors run on the test's thread, while <see cref="VirtualTime"/> is driven: their mailbox runs
/// go into one list per actor system, which is worked off first in, first out and without nesting. Once the system
/// ends, the thread pool runs what the test does not, one run at a time, so that actors stop whoever waits.
/// </summary>
public sealed class VirtualDispatcher : DrivenDispatcher
{
    internal VirtualDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler)
        : base(configurator, scheduler)
    {
    }

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run) => Scheduler.Runs.Add(run);
}
