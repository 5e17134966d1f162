using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// A dispatcher whose actors run on the test's thread, while <see cref="VirtualTime"/> is driven: their mailbox runs
/// go into one list per actor system, which is worked off first in, first out and without nesting. Once the system
/// ends, the thread pool runs the runs that the test's thread does not, one at a time: actors stop without a drive.
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
