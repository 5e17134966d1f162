namespace Txaio.Actors;

/// <summary>Runs tasks on a loop, one at a time.</summary>
internal sealed class LoopTaskScheduler(EventLoop loop) : TaskScheduler
{
    private static readonly Action<(LoopTaskScheduler Scheduler, Task Task)> RunTask =
        static run => run.Scheduler.TryExecuteTask(run.Task);

    public override int MaximumConcurrencyLevel => 1;

    // A task carries its own execution context, so none is captured. Never refuses: what a task holds would be
    // lost without a trace.
    protected override void QueueTask(Task task) =>
        loop.Enqueue(new WorkItem(
            StateInvoker<(LoopTaskScheduler, Task)>.Instance, RunTask, (this, task), null));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        loop.IsCurrent && TryExecuteTask(task);

    // For debuggers only; a queue shared with other callbacks has no such list.
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
