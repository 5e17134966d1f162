using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// A dispatcher whose actors run on the thread pool, as Akka's do, but which virtual time waits for: it does not move
/// on, and no drive of it ends, before they are quiet. Akka's guardians run here: they start and supervise all others.
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

    /// <summary>A run on its way through the pool.</summary>
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
