using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>Runs tasks on a loop, one at a time.</summary>
internal sealed class LoopTaskScheduler(EventLoop loop) : TaskScheduler, ICallback
{
    public override int MaximumConcurrencyLevel => 1;

    void ICallback.Run(object? state) => TryExecuteTask((Task)state!);

    // .NET does not expose the delegate of a task.
    string ICallback.Describe(object? state) => $"the task with id {((Task)state!).Id}";

    // A task carries its own execution context, so none is captured. Never refuses: code that awaits a refused task
    // would never learn of it.
    protected override void QueueTask(Task task) =>
        loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, task, null));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        loop.IsCurrent && TryExecuteTask(task);

    // For debuggers. A task that was run inline stays in the queue until the loop comes to it.
    protected override IEnumerable<Task> GetScheduledTasks() =>
        loop.StatesOf(this).OfType<Task>().Where(static task => !task.IsCompleted);
}
