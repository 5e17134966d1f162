using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// A dispatcher whose actors run on the thread that drives <see cref="VirtualTime"/>. Each actor system has one list of
/// mailbox runs, which run first in, first out and without nesting. When the system ends, the thread pool runs them,
/// one at a time, while no thread drives. So actors stop without a drive.
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
