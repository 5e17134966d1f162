using Akka.Dispatch;
using Txaio.Actors.TestKit.Driving;

namespace Txaio.Actors.TestKit;

/// <summary>
/// A dispatcher whose actors run on the thread pool, as with Akka's default dispatcher. Virtual time waits for them: it
/// does not move, and no drive ends, before these actors are idle. Akka's guardians run on this dispatcher.
/// </summary>
public sealed class AwaitedDispatcher : DrivenDispatcher
{
    internal AwaitedDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler)
        : base(configurator, scheduler)
    {
    }

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run)
    {
        var awaited = new AwaitedRun(this, run);
        Scheduler.Runs.BeginElsewhere(awaited);
        ThreadPool.UnsafeQueueUserWorkItem(awaited, preferLocal: true);
    }

    /// <summary>A mailbox run on the thread pool.</summary>
    private sealed class AwaitedRun(AwaitedDispatcher dispatcher, IRunnable run) : WorkElsewhere, IThreadPoolWorkItem
    {
        public override string Name => NameOf(run);

        public void Execute()
        {
            try
            {
                run.Run();
            }
            catch (Exception exception)
            {
                dispatcher.ReportFailure(exception);
            }
            finally
            {
                dispatcher.Scheduler.Runs.EndElsewhere(this);
            }
        }
    }
}
